using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Collects what no member needs any longer: tombstones once all members know that all have them, the log some time
/// later.
/// </summary>
internal sealed class GarbageCollector
{
    private readonly IReplicaStorage _storage;
    private readonly TombstoneCollector _tombstones;
    private readonly LogTrimmer _log;

    /// <summary>Goes on from what is on disk.</summary>
    public GarbageCollector(IReplicaStorage storage, ReplicaOptions options, ReplicaState state)
    {
        _storage = storage;
        _tombstones = new TombstoneCollector(storage, options.SweepBatch);
        _log = new LogTrimmer(options);
        Guard = new HorizonGuard(state.Horizon);
        LogHorizon = state.LogHorizon;
    }

    /// <summary>The horizon, and the updates that it refuses.</summary>
    public HorizonGuard Guard { get; }

    /// <summary>What the log no longer holds.</summary>
    public VectorClock LogHorizon { get; private set; }

    /// <summary>Goes on from a merged state.</summary>
    public void Load(ReplicaState state)
    {
        Guard.Set(state.Horizon);
        LogHorizon = state.LogHorizon;
        _tombstones.Reset();
    }

    /// <summary>Writes its clocks with another base.</summary>
    public void Rebase(VectorClock horizon, VectorClock delivered)
    {
        Guard.Set(horizon);
        LogHorizon = LogHorizon.Rebased(delivered.Base);
    }

    /// <summary>Notes what a key holds from now on.</summary>
    public void Written(Key key, VersionSet versions) => _tombstones.Written(key, versions);

    /// <summary>
    /// Raises the horizon by the tombstones that have become stable, collects those below the horizon that every member
    /// has announced, and cuts the log off from time to time. The raised horizon is part of the turn, so that it is on
    /// disk before it is announced.
    /// </summary>
    /// <param name="turn">The present turn.</param>
    /// <param name="durable">What is on disk.</param>
    /// <param name="stability">What the members have announced.</param>
    /// <param name="tick">The present tick.</param>
    /// <param name="now">The time since a fixed moment.</param>
    /// <returns>Whether the horizon was raised.</returns>
    public bool Collect(OpenTurn turn, ReplicaState durable, CausalStability stability, long tick, TimeSpan now)
    {
        var stable = stability.Stable;
        var isRaised = Guard.Raise(_tombstones.Find(stable, turn.Read));
        turn.Swept.AddRange(_tombstones.Collect(stability.Agreed, turn.Read, turn.Store));
        turn.ChangesState |= TrimLog(durable, stable, tick, now) || isRaised;
        return isRaised;
    }

    private bool TrimLog(ReplicaState durable, VectorClock stable, long tick, TimeSpan now)
    {
        if (_log.Plan(durable, () => _storage.LogBytes, stable, tick, now) is not { } horizon)
            return false;
        LogHorizon = LogHorizon.Join(horizon);
        return true;
    }
}
