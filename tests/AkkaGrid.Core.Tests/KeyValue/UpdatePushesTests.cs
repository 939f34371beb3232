using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class UpdatePushesTests
{
    private static readonly int Size = Samples.Update(new Dot(Samples.A, 1)).Bytes;

    private readonly PeerTable _peers = new(Samples.A.Replica);
    private readonly Peer _peer;

    public UpdatePushesTests()
    {
        _peers.Follow(ReplicaSet.Of(new Member(Samples.B, new HybridTimestamp(1))));
        _peers.Reach([Samples.B.Replica]);
        Assert.True(_peers.TryGet(Samples.B, out var peer));
        _peer = peer;
    }

    [Fact]
    public void A_peer_that_is_farther_behind_than_the_window_is_sent_nothing_and_pulls()
    {
        var pushes = Pushes(window: 3 * Size);

        Assert.Equal([1UL, 2, 3, 4], Sent(pushes, from: 1, to: 9));
    }

    [Fact]
    public void A_peer_that_gets_on_is_sent_as_much_more()
    {
        var pushes = Pushes(window: 3 * Size);
        Sent(pushes, from: 1, to: 4);

        Has(1);

        Assert.Equal([5UL], Sent(pushes, from: 5, to: 6));
    }

    [Fact]
    public void A_peer_that_has_caught_up_is_sent_the_next_updates_again()
    {
        var pushes = Pushes(window: 3 * Size);
        Sent(pushes, from: 1, to: 9);

        Has(9);

        Assert.Equal([10UL, 11, 12, 13], Sent(pushes, from: 10, to: 14));
    }

    [Fact]
    public void A_peer_that_keeps_up_is_sent_every_update_however_many_there_are()
    {
        var pushes = Pushes(window: 4 * Size);
        for (var i = 1UL; i <= 100; i++)
        {
            Assert.Equal([i], Sent(pushes, i));
            if (i > 1)
                Has(i - 1);
        }
    }

    [Fact]
    public void A_peer_that_comes_anew_is_behind_by_all_that_was_ever_made()
    {
        var pushes = Pushes(window: 3 * Size);
        for (var i = 1UL; i <= 9; i++)
        {
            Sent(pushes, i);
            Has(i);
        }

        _peer.Entered(new Member(new Incarnation(Samples.B.Replica, 0xB3), new HybridTimestamp(2)));

        Assert.Empty(Sent(pushes, 10));
        Has(10);
        Assert.Equal([11UL], Sent(pushes, 11));
    }

    [Fact]
    public void A_peer_that_was_away_and_has_got_everything_meanwhile_is_sent_the_next_update()
    {
        var pushes = Pushes(window: 3 * Size);
        _peers.Reach([]);
        Sent(pushes, from: 1, to: 9);
        _peers.Reach([Samples.B.Replica]);
        Has(9);

        Assert.Equal([10UL], Sent(pushes, 10));
    }

    [Fact]
    public void An_update_that_is_larger_than_the_window_is_sent_to_who_has_all_before_it() =>
        Assert.Equal([1UL], Sent(Pushes(window: Size - 1), 1));

    private UpdatePushes Pushes(long window) => new(Samples.A, _peers, new ReplicaOptions { PushWindow = window });

    private void Has(ulong sequence) => _peer.Learn(VectorClock.Of(new Dot(Samples.A, sequence)));

    private static List<ulong> Sent(UpdatePushes pushes, int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).SelectMany(i => Sent(pushes, (ulong)i))];

    private static IEnumerable<ulong> Sent(UpdatePushes pushes, ulong sequence)
    {
        var update = Samples.Update(new Dot(Samples.A, sequence));
        var sent = pushes.Of([update], VectorClock.Of(update.Dot), isAwaited: false).ToList();
        return sent.Cast<Send>().SelectMany(send => ((UpdateBatch)send.Message).Updates)
            .Select(pushed => pushed.Dot.Sequence);
    }
}
