using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.Tests.KeyValue.Driving;

namespace AkkaGrid.Core.Tests.KeyValue.Merging;

/// <summary>
/// A state of "b" comes with a horizon: from the merge on "a" delivers only what knows the tombstone that the horizon
/// covers.
/// </summary>
public sealed class MergedHorizonTests
{
    private static readonly Dot Tombstone = new(new Incarnation(ReplicaId.Create("d"), 0xD4), 3);
    private static readonly Dot Cause = new(Samples.B, 5);
    private static readonly Dot Effect = new(Samples.C, 1);

    private readonly DriverHarness _replica = new(new ReplicaOptions { SnapshotAfter = 1 });

    public MergedHorizonTests() => _replica.Meet();

    [Fact]
    public void An_update_that_does_not_know_it_is_not_delivered()
    {
        Merge();
        Push(Effect, VectorClock.Of(Cause));
        Assert.False(_replica.Disk.State.Clock.Covers(Effect));

        Push(Effect, VectorClock.Of(Cause, Tombstone));
        Assert.True(_replica.Disk.State.Clock.Covers(Effect));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Neither_is_one_that_has_waited_here_for_a_cause_that_the_merge_brings(bool knows)
    {
        Push(Effect, knows ? VectorClock.Of(Cause, Tombstone) : VectorClock.Of(Cause));
        Assert.Equal(1, _replica.Driver.Status().StashCount);

        Merge();

        Assert.Equal(knows, _replica.Disk.State.Clock.Covers(Effect));
        Assert.Equal(0, _replica.Driver.Status().StashCount);
    }

    [Fact]
    public void A_copy_of_an_update_that_was_delivered_before_asks_for_no_other_merge()
    {
        Merge();
        _replica.Shell.Sent.Clear();

        Push(Cause, VectorClock.Empty);
        for (var tick = 0; tick < 5; tick++)
        {
            _replica.Driver.Tick(_replica.Now);
            _replica.Settle();
        }

        Assert.DoesNotContain(_replica.Shell.Sent, sent => sent.Message is SnapshotRequest);
    }

    [Fact]
    public void It_stays_on_disk_with_the_turns_that_follow()
    {
        Merge();
        Write();

        Assert.Equal(VectorClock.Of(Tombstone), _replica.Disk.State.Horizon);
    }

    [Fact]
    public void What_came_by_the_merge_is_not_taken_for_a_part_of_the_log()
    {
        Merge();
        Write();

        Assert.Empty(_replica.Disk.ReadLog(Cause.Origin, 1));
        Assert.Equal(VectorClock.Of(Cause, Tombstone), _replica.Disk.State.LogHorizon);
    }

    private void Merge() =>
        _replica.Merge(new ReplicaCut(VectorClock.Of(Cause, Tombstone), VectorClock.Of(Tombstone), default, default));

    private void Write()
    {
        Assert.Null(_replica.Write().Failure);
        _replica.Settle();
    }

    private void Push(Dot dot, VectorClock dependencies)
    {
        var update = Samples.Update(dot) with { Causes = dependencies };
        _replica.Driver.Receive(
            new UpdateBatch(dot.Origin, VectorClock.Empty, [update], WantsClock: false), _replica.Now);
        _replica.Settle();
    }
}
