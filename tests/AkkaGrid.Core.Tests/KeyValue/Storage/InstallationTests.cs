using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Storage;

/// <summary>The state that a replica has on disk after a merge.</summary>
public sealed class InstallationTests
{
    private static readonly ReplicaState Before = ReplicaState.Initial with
    {
        Clock = VectorClock.Of(new Dot(Samples.A, 5), new Dot(Samples.B, 2)),
        Horizon = VectorClock.Of(new Dot(Samples.A, 1)),
        LastDelete = new HybridTimestamp(10),
        LogHorizon = VectorClock.Of(new Dot(Samples.A, 3)),
    };

    private static readonly ReplicaCut Merged = new(
        VectorClock.Of(new Dot(Samples.A, 5), new Dot(Samples.B, 9), new Dot(Samples.C, 4)),
        VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.C, 2)),
        new HybridTimestamp(30),
        new HybridTimestamp(20));

    [Fact]
    public void The_clock_the_horizon_and_the_last_delete_of_the_merge_are_on_disk() =>
        Assert.Equal(Merged, Installation.After(Before, Merged, ContentDigest.Empty).Cut);

    [Fact]
    public void The_log_begins_behind_what_came_by_the_merge_and_where_it_began_otherwise() => Assert.Equal(
        VectorClock.Of(new Dot(Samples.A, 3), new Dot(Samples.B, 9), new Dot(Samples.C, 4)),
        Installation.After(Before, Merged, ContentDigest.Empty).LogHorizon);
}
