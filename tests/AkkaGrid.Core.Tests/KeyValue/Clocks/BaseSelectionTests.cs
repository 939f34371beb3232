using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.Tests.KeyValue.Clocks;

public sealed class BaseSelectionTests
{
    private static readonly Dot Ended = new(new Incarnation(ReplicaId.Create("a"), 1), 4);
    private static readonly Dot Live = new(new Incarnation(ReplicaId.Create("a"), 2), 5);
    private static readonly Dot Away = new(new Incarnation(ReplicaId.Create("b"), 3), 6);
    private static readonly ReplicaSet Set = ReplicaSet.Of(new Member(Live.Origin, new HybridTimestamp(1)));

    private readonly ClockBases _bases = new();
    private readonly BaseSelection _selection;

    public BaseSelectionTests() => _selection = new BaseSelection(_bases);

    [Fact]
    public void Ended_incarnations_on_which_all_members_agree_are_prepared()
    {
        var clock = VectorClock.Of(Ended, Live, Away);

        _selection.Prepare(clock, Set, [clock, VectorClock.Of(Ended, Live)]);

        Assert.Equal([Ended], _selection.Prepared.Entries);
        Assert.True(
            _bases.TryFind(_selection.Prepared.Name, out var found) && ReferenceEquals(found, _selection.Prepared));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void One_of_which_a_member_has_less_or_more_is_not_prepared(ulong reached)
    {
        var clock = VectorClock.Of(Ended, Live);

        _selection.Prepare(clock, Set, [VectorClock.Of(Ended with { Sequence = reached }, Live)]);

        Assert.True(_selection.Prepared.IsEmpty);
    }

    [Fact]
    public void What_the_base_has_stays_in_it_although_a_newcomer_has_not_got_it_yet()
    {
        var clock = VectorClock.Of(ClockBase.Of(Ended), [Away]);

        _selection.Prepare(clock, Set, [VectorClock.Empty]);

        Assert.Equal([Ended], _selection.Prepared.Entries);
    }

    [Fact]
    public void An_incarnation_that_counts_again_is_taken_out()
    {
        var clock = VectorClock.Of(ClockBase.Of(Ended, Live), []);

        _selection.Prepare(clock, Set, [clock]);

        Assert.Equal([Ended], _selection.Prepared.Entries);
    }

    [Fact]
    public void It_is_used_once_all_members_in_reach_have_prepared_the_same()
    {
        var clock = VectorClock.Of(Ended, Live);
        _selection.Prepare(clock, Set, [clock]);
        var name = _selection.Prepared.Name;

        Assert.False(_selection.IsDue(clock, [name, 0]));
        Assert.True(_selection.IsDue(clock, [name, name]));
        Assert.True(_selection.IsDue(clock, []));
        Assert.False(_selection.IsDue(clock.Rebased(_selection.Prepared), [name]));
        Assert.False(_selection.IsDue(VectorClock.Of(Live), [name]));
    }
}
