using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Stability;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class ProspectsTests
{
    private static readonly ReplicaId B = ReplicaId.Create("b");
    private static readonly Incarnation First = new(B, 1);
    private static readonly Incarnation Second = new(B, 2);

    private readonly CausalStash<Update> _stash = new(VectorClock.Empty, new StashLimits(10, 1_000));
    private readonly PeerTable _peers = new(ReplicaId.Create("a"));
    private readonly ReplicaSet _set = ReplicaSet.Of(
        new Member(new Incarnation(ReplicaId.Create("a"), 9), default),
        new Member(new Incarnation(B, 3), default));

    public ProspectsTests() => _peers.Follow(_set);

    [Fact]
    public void What_waits_for_an_update_of_which_nobody_has_said_that_it_ended_may_still_come()
    {
        Stash(new Dot(Second, 1), new Dot(First, 1));

        var prospects = Prospects(Folds.None);

        Assert.Equal([Second], prospects.Withheld);
        Assert.Empty(prospects.RuledOut);
        Assert.False(prospects.IsLost(new Dot(First, 1)));
    }

    [Fact]
    public void What_waits_for_an_update_that_is_brought_again_will_not_come_as_it_was()
    {
        Stash(new Dot(Second, 1), new Dot(First, 1));

        var prospects = Prospects(Folds.Of(Fold.Restating(new Dot(First, 1), final: 1, isRenewed: false)));

        Assert.Empty(prospects.Withheld);
        Assert.Equal([Second], prospects.RuledOut);
        Assert.False(prospects.IsLost(new Dot(First, 1)));
    }

    [Fact]
    public void What_waits_for_an_update_before_which_its_incarnation_ended_will_not_come()
    {
        Stash(new Dot(Second, 1), new Dot(First, 2));

        var prospects = Prospects(Folds.Of(new Fold(First, 1)));

        Assert.Empty(prospects.Withheld);
        Assert.Equal([Second], prospects.RuledOut);
        Assert.True(prospects.IsLost(new Dot(First, 2)));
    }

    [Fact]
    public void What_is_kept_back_on_its_way_here_may_still_come()
    {
        var prospects = new Prospects(_stash, [First], _set, Stability(Folds.None), Folds.None);

        Assert.Equal([First], prospects.Withheld);
    }

    private Prospects Prospects(Folds folds) => new(_stash, [], _set, Stability(folds), folds);

    private CausalStability Stability(Folds folds) => new(_set, new Coverage(VectorClock.Empty, folds), _peers);

    private void Stash(Dot dot, Dot cause)
    {
        var update = new Update(dot, VectorClock.Of(cause), default, []);
        _stash.Add(dot, update.Dependencies, update, update.Bytes);
    }
}
