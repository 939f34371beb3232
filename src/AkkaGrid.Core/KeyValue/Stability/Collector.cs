using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>Says what a replica may forget: tombstones as soon as they are stable, the log some time later.</summary>
internal sealed class Collector(IReplicaStorage storage, ReplicaOptions options)
{
    private readonly TombstoneSweep _tombstones = new(storage);
    private long _trimmedAt;

    /// <summary>Tombstones that every member has, with their key.</summary>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Tombstones(Coverage stable) => _tombstones.Take(stable, options.SweepBatch);

    /// <summary>The new horizon of the log, from time to time; null where it stays.</summary>
    public VectorClock? TrimmedLog(Coverage stable, long tick, DateTimeOffset now)
    {
        if (tick - _trimmedAt < options.LogTrimTicks)
            return null;
        _trimmedAt = tick;
        var horizon = LogTrim.Plan(storage, stable, options, now);
        return horizon.Equals(storage.State.LogHorizon) ? null : horizon;
    }
}
