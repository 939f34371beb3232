using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.Tests.KeyValue.Merging;

/// <summary>The timestamps of both sides go into a merge, whichever of them is the greater.</summary>
public sealed class MergedCutTests
{
    private static readonly Dot Unaware = new(Samples.A, 1);
    private static readonly Dot Collected = new(Samples.B, 4);

    [Theory]
    [InlineData(100, 200)]
    [InlineData(200, 100)]
    public void A_merge_is_later_than_all_that_either_side_has_seen(ulong here, ulong there)
    {
        var merge = Merge(new HybridTimestamp(here), new HybridTimestamp(there), default, default);

        Assert.True(merge.Merged.Timestamp.Ticks > 200);
    }

    [Theory]
    [InlineData(50, 90)]
    [InlineData(90, 50)]
    public void A_reissued_version_is_later_than_every_tombstone_that_either_side_has_ever_held(ulong here, ulong there)
    {
        var merge = Merge(
            new HybridTimestamp(100), new HybridTimestamp(100), new HybridTimestamp(here), new HybridTimestamp(there));

        var reissued = merge.Merge(
            VersionSet.Empty,
            VersionSet.Of(new KeyVersion(Unaware, new HybridTimestamp(5), new Value(new byte[] { 1 }))));

        Assert.True(Assert.Single(reissued.Versions).Timestamp.Ticks > 90);
        Assert.Equal(new HybridTimestamp(90), merge.Merged.LastDelete);
    }

    /// <summary>A merge of a state with a version that does not know what was collected here.</summary>
    private static StateMerge Merge(
        HybridTimestamp here, HybridTimestamp there, HybridTimestamp lastDeleteHere, HybridTimestamp lastDeleteThere) =>
        new(
            new ReplicaCut(VectorClock.Of(Collected), VectorClock.Of(Collected), here, lastDeleteHere),
            new ReplicaCut(VectorClock.Of(Unaware), VectorClock.Empty, there, lastDeleteThere),
            new Dot(Samples.C, 10));
}
