using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Rejoining;

namespace AkkaGrid.Core.Tests.KeyValue.Rejoining;

/// <summary>A start that meets one peer that has forgotten nothing, and then one that has.</summary>
public sealed class SettlementTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("c"), 1);
    private static readonly Incarnation Ended = new(ReplicaId.Create("a"), 7);
    private static readonly Folds Folded = Folds.Of(new Fold(Ended, 3));

    private static readonly ReplicaSet Set = ReplicaSet.Of(
        Active(new(ReplicaId.Create("a"), 8)), Active(new(ReplicaId.Create("b"), 1)), Active(Self));

    private readonly PeerTable _peers = new(Self.Replica);
    private readonly Settlement _settlement = new(Self);

    public SettlementTests() => _peers.Follow(Set);

    [Fact]
    public void It_speaks_for_itself_until_it_meets_one_to_which_it_must_yield()
    {
        Hear("b", VectorClock.Empty, Folds.None);
        Judge();
        Assert.True(_settlement.IsSettled);

        Hear("a", VectorClock.Empty, Folded);
        Judge();

        Assert.Equal(ReplicaId.Create("a"), _settlement.Host);
        Assert.False(_settlement.IsSettled);
    }

    [Fact]
    public void Who_has_what_came_behind_an_end_is_beyond_it_and_who_has_less_is_only_behind()
    {
        var snapshot = new Coverage(VectorClock.Empty, Folded);

        Assert.True(Settlement.IsBeyondItsEnds(VectorClock.Of(new Dot(Ended, 4)), snapshot));
        Assert.False(Settlement.IsBeyondItsEnds(VectorClock.Of(new Dot(Ended, 3)), snapshot));
        Assert.False(Settlement.IsBeyondItsEnds(VectorClock.Of(new Dot(Ended, 1), new Dot(Self, 9)), snapshot));
    }

    private static Member Active(Incarnation incarnation) => new(incarnation, default);

    private void Hear(string name, VectorClock clock, Folds folds)
    {
        var peer = _peers[ReplicaId.Create(name)];
        peer.Learn(folds);
        peer.Learn(
            new ClockAnnouncement(peer.Incarnation, clock, new Outlook(Set, IsSettled: true, VectorClock.Empty, folds.Digest, [])), Folds.None);
    }

    private void Judge() => _settlement.Judge(_peers, Set, Coverage.Of(VectorClock.Empty), Coverage.Of(VectorClock.Empty), VectorClock.Empty);
}
