using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>Collects tombstones once all members know that all have them, and trims the log some time later.</summary>
internal sealed class GarbageCollector
{
    private readonly IReplicaStorage _storage;
    private readonly TombstoneCollector _tombstones;
    private readonly LogTrimmer _log;

    /// <summary>Continues from the state on disk.</summary>
    public GarbageCollector(IReplicaStorage storage, ReplicaOptions options, ReplicaState state)
    {
        _storage = storage;
        _tombstones = new TombstoneCollector(storage, options.SweepBatch);
        _log = new LogTrimmer(options);
        Guard = new HorizonGuard(state.Horizon);
        LogHorizon = state.LogHorizon;
    }

    /// <summary>Holds the horizon, and refuses updates that do not know it.</summary>
    public HorizonGuard Guard { get; }

    /// <summary>The clock of all updates that the log has dropped.</summary>
    public VectorClock LogHorizon { get; private set; }

    /// <summary>Continues from a merged state.</summary>
    public void Load(ReplicaState state)
    {
        Guard.Set(state.Horizon);
        LogHorizon = state.LogHorizon;
        _tombstones.Reset();
    }

    /// <summary>Rewrites its clocks with another base.</summary>
    public void Rebase(VectorClock horizon, VectorClock delivered)
    {
        Guard.Set(horizon);
        LogHorizon = LogHorizon.Rebased(delivered.Base);
    }

    /// <summary>Records the new versions of a key.</summary>
    public void Written(Key key, VersionSet versions) => _tombstones.Written(key, versions);

    /// <summary>
    /// Raises the horizon over tombstones that have become stable, collects those below the horizon that every member
    /// has announced, and trims the log at intervals. The raised horizon is part of the turn, so it is on disk before
    /// it is announced.
    /// </summary>
    /// <param name="turn">The current turn.</param>
    /// <param name="durable">The state on disk.</param>
    /// <param name="stability">The announcements of the members.</param>
    /// <param name="tick">The current tick.</param>
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
