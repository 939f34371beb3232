using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Clocks;

public sealed class ClockCompressionTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Peer = new(ReplicaId.Create("b"), 2);
    private static readonly Dot Ended = new(new Incarnation(ReplicaId.Create("b"), 3), 4);
    private static readonly ReplicaSet Set =
        ReplicaSet.Of(new Member(Self, new HybridTimestamp(1)), new Member(Peer, new HybridTimestamp(1)));

    private readonly ClockBases _bases = new();
    private readonly ClockCompression _compression;
    private readonly PeerTable _peers = new(Self.Replica);

    public ClockCompressionTests()
    {
        _compression = new ClockCompression(Self, _bases, ReplicaState.Initial);
        _peers.Reach([Peer.Replica]);
        _peers.Follow(Set);
    }

    [Fact]
    public void A_base_that_is_sought_is_asked_for_until_it_is_known()
    {
        var sought = ClockBase.Of(Ended);
        _compression.Seek(sought.Name, tick: 0);

        Assert.Equal([sought.Name], Asked(tick: 1));
        Assert.Equal([sought.Name], Asked(tick: 2));
        Assert.True(_compression.Learn(new BaseAnswer(Peer, [sought], []), tick: 2));
        Assert.Empty(Asked(tick: 3));
        Assert.True(_bases.TryFind(sought.Name, out _));
        Assert.False(_compression.Learn(new BaseAnswer(Peer, [sought], []), tick: 2));
    }

    [Fact]
    public void One_that_nobody_has_is_given_up_and_there_are_never_very_many()
    {
        for (var name = 1UL; name < 1_000; name++)
            _compression.Seek(name, tick: 0);

        Assert.InRange(Asked(tick: 1).Length, 1, 100);
        Assert.Empty(Asked(tick: 1_000));
    }

    [Fact]
    public void A_base_that_is_known_is_not_sought()
    {
        var known = _bases.Add(ClockBase.Of(Ended));
        _compression.Seek(known.Name, tick: 0);

        Assert.Empty(Asked(tick: 1));
    }

    [Fact]
    public void Clock_and_horizon_are_written_with_bases_that_the_members_in_reach_have_prepared_too()
    {
        var (clock, horizon) = (VectorClock.Of(Ended, new Dot(Self, 5)), VectorClock.Of(Ended));
        Announce(clock, horizon, prepared: 0);
        Assert.Null(_compression.Choose(clock, horizon, Set, _peers));

        Announce(clock, horizon, prepared: ClockBase.Of(Ended).Name);
        var chosen = _compression.Choose(clock, horizon, Set, _peers);

        Assert.Equal((clock, horizon), chosen);
        Assert.Equal([Ended], chosen!.Value.Clock.Base.Entries);
        Assert.Equal([new Dot(Self, 5)], chosen.Value.Clock.Head);
        Assert.Empty(chosen.Value.Horizon.Head);
    }

    [Fact]
    public void Nothing_is_chosen_while_a_member_has_announced_nothing() =>
        Assert.Null(_compression.Choose(VectorClock.Of(Ended), VectorClock.Empty, Set, _peers));

    private ulong[] Asked(long tick) =>
        [.. _compression.Ask(tick).SelectMany(effect => ((BaseRequest)((Broadcast)effect).Message).Names)];

    private void Announce(VectorClock clock, VectorClock horizon, ulong prepared)
    {
        Assert.True(_peers.TryGet(Peer, out var peer));
        peer.Learn(clock);
        peer.Learn(
            new ClockAnnouncement(
                Peer, clock, new MembershipView(Set, horizon) { ClockBase = prepared, HorizonBase = prepared }),
            tick: 1);
    }
}
