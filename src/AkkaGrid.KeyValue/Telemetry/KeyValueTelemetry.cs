using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using Prometheus;

namespace AkkaGrid.KeyValue.Telemetry;

/// <summary>The store's metrics, in the registry of one node.</summary>
internal sealed class KeyValueTelemetry(IMetricFactory metrics)
{
    public const string Writes = "kv_writes_total";
    public const string UpdatesDelivered = "kv_updates_delivered_total";
    public const string UpdatesReceived = "kv_updates_received_total";
    public const string UpdatesStashed = "kv_updates_stashed_total";
    public const string UpdatesDuplicate = "kv_updates_duplicate_total";
    public const string Pulls = "kv_pulls_total";
    public const string PullAnswers = "kv_pull_answers_total";
    public const string SnapshotChunks = "kv_snapshot_chunks_total";
    public const string StashUpdates = "kv_stash_updates";
    public const string StashBytes = "kv_stash_bytes";
    public const string StashWaitSeconds = "kv_stash_wait_seconds";
    public const string UpdateWaitSeconds = "kv_update_wait_seconds";
    public const string CommitSeconds = "kv_commit_seconds";
    public const string CommitUpdates = "kv_commit_updates";
    public const string VisibilitySeconds = "kv_visibility_seconds";
    public const string PeerLag = "kv_peer_lag_updates";
    public const string ClockEntries = "kv_clock_entries";
    public const string ContextWaits = "kv_context_waits_total";
    public const string Behind = "kv_behind_updates";
    public const string StableLag = "kv_stability_lag_updates";
    public const string StabilityBlockedBy = "kv_stability_blocked_by";
    public const string Siblings = "kv_sibling_writes_total";
    public const string SiblingKeys = "kv_sibling_keys";
    public const string Tombstones = "kv_tombstones";
    public const string LogBytes = "kv_log_bytes";
    public const string Watches = "kv_watches";
    public const string WatchesCutOff = "kv_watches_cut_off_total";
    public const string Reissued = "kv_reissued_total";
    public const string Undeliverable = "kv_undeliverable_total";
    public const string DivergenceRepaired = "kv_divergence_repaired_total";

    // Sizes are summed over the files of the disk, which need not be done at every tick.
    private static readonly TimeSpan SizeInterval = TimeSpan.FromSeconds(5);

    private readonly Counter _writes = metrics.CreateCounter(Writes, "Updates that this replica's clients wrote.");

    private readonly Counter _delivered = metrics.CreateCounter(
        UpdatesDelivered, "Updates delivered here, by the replica that they stem from.", ["origin"]);

    private readonly Counter _received = metrics.CreateCounter(
        UpdatesReceived, "Updates that came from peers, duplicates included.");

    private readonly Counter _stashed = metrics.CreateCounter(
        UpdatesStashed, "Updates that had to wait for their causes.");

    private readonly Counter _duplicates =
        metrics.CreateCounter(UpdatesDuplicate, "Updates that came although they were here.");

    private readonly Counter _pulls =
        metrics.CreateCounter(Pulls, "Requests for a range of updates that this replica sent.");

    private readonly Counter _pullAnswers =
        metrics.CreateCounter(PullAnswers, "Messages that brought updates by range.");

    private readonly Counter _snapshotChunks =
        metrics.CreateCounter(SnapshotChunks, "Chunks of snapshots that arrived.");

    private readonly Gauge _stashUpdates = metrics.CreateGauge(StashUpdates, "Updates that wait for their causes.");

    private readonly Gauge _stashBytes =
        metrics.CreateGauge(StashBytes, "Size of the updates that wait for their causes.");

    private readonly Gauge _stashWait = metrics.CreateGauge(
        StashWaitSeconds, "For how long there have been updates that wait, without a break; 0 where none waits.");

    private readonly Histogram _updateWait = metrics.CreateHistogram(
        UpdateWaitSeconds,
        "Time that an update which came before its causes waited here until it was visible.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 3, 12) });

    private readonly Histogram _commitSeconds = metrics.CreateHistogram(
        CommitSeconds,
        "Time of a commit, the sync of the disk included.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0001, 2, 16) });

    private readonly Histogram _commitUpdates = metrics.CreateHistogram(
        CommitUpdates,
        "Updates that shared a commit.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 4, 7) });

    private readonly Histogram _visibility = metrics.CreateHistogram(
        VisibilitySeconds,
        "Time from the write of an update to its visibility here, by the clocks of both nodes.",
        ["origin"],
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 16) });

    private readonly Gauge _lag =
        metrics.CreateGauge(PeerLag, "Updates that are here and not known to be at a peer.", ["peer"]);

    private readonly Gauge _behind = metrics.CreateGauge(Behind, "Updates that are known to exist and are not here.");

    private readonly Gauge _clockEntries = metrics.CreateGauge(ClockEntries, "Incarnations that the clock counts.");

    private readonly Gauge _stableLag = metrics.CreateGauge(
        StableLag, "Updates that are here and not known to be at every member of the replica set.");

    private readonly Gauge _stabilityBlockedBy = metrics.CreateGauge(
        StabilityBlockedBy, "1 for the member of the replica set that holds stability up most.", ["peer"]);

    private readonly Counter _siblings = metrics.CreateCounter(
        Siblings, "Times that an update left a key with versions beside the winner.");

    private readonly Gauge _siblingKeys = metrics.CreateGauge(
        SiblingKeys, "Keys that hold versions beside the winner, of those written since the process started.");

    private readonly Gauge _tombstones = metrics.CreateGauge(Tombstones, "Tombstones that have not been swept, about.");

    private readonly Gauge _logBytes = metrics.CreateGauge(LogBytes, "Size of the log of updates, about.");

    // Both outcomes are shown from the start: what has not happened yet is 0.
    private readonly Dictionary<bool, Counter.Child> _contextWaits = OutcomesOf(metrics.CreateCounter(
        ContextWaits, "Requests that had to wait for their causal context, by how it ended.", ["outcome"]));

    // Finding an instrument by its label costs more than counting with it, and this is done for every update.
    private readonly Dictionary<ReplicaId, (Counter.Child Delivered, Histogram.Child Visibility)> _byOrigin = [];

    private readonly Gauge _watches = metrics.CreateGauge(Watches, "Watches that are open.");

    private readonly Counter _watchesCutOff = metrics.CreateCounter(
        WatchesCutOff, "Watchers that were cut off because they did not read what they were told.");

    private readonly Counter _reissued = metrics.CreateCounter(
        Reissued,
        "Dots that merges took: for versions that may be concurrent to a collected delete, and to have "
            + "watchers begin again.");

    private readonly Counter _undeliverable = metrics.CreateCounter(
        Undeliverable,
        "Waiting updates that were dropped, because all members were in reach and none had a cause of theirs.");

    private readonly Counter _divergenceRepaired = metrics.CreateCounter(
        DivergenceRepaired,
        "Keys that differed from those of a member with the same clock, and were repaired: a fault.");

    private readonly SiblingKeys _keysWithSiblings = new();
    private ReplicaStatus? _last;
    private DateTimeOffset? _waitingSince;
    private DateTimeOffset _sizedAt;

    public void Watching(int watches) => _watches.Set(watches);

    public void WatchCutOff() => _watchesCutOff.Inc();

    public void ContextWaited(bool reached) => _contextWaits[reached].Inc();

    public void Pulled() => _pulls.Inc();

    public void Waited(TimeSpan wait) => _updateWait.Observe(wait.TotalSeconds);

    public void Received(ReplicaMessage message)
    {
        switch (message)
        {
            case UpdateBatch batch:
                _received.Inc(batch.Updates.Length);
                break;
            case PullAnswer answer:
                _pullAnswers.Inc();
                _received.Inc(answer.Updates.Length);
                break;
            case SnapshotChunk:
                _snapshotChunks.Inc();
                break;
        }
    }

    public void TurnCommitted(Turn turn, TimeSpan elapsed, DateTimeOffset now)
    {
        _commitSeconds.Observe(elapsed.TotalSeconds);
        _writes.Inc(turn.Effects.OfType<WriteCommitted>().Count());
        _siblings.Inc(_keysWithSiblings.Take(turn));
        _siblingKeys.Set(_keysWithSiblings.Count);
        _divergenceRepaired.Inc(turn.Installs?.Repairs.Count ?? 0);
        if (turn.Changes is not { Log.Count: > 0 } changes)
            return;
        _commitUpdates.Observe(changes.Log.Count);
        foreach (var update in changes.Log)
        {
            var (delivered, visibility) = OfOrigin(update.Dot.Origin.Replica);
            delivered.Inc();
            visibility.Observe(Math.Max(0, (now - update.Timestamp.Time).TotalSeconds));
        }
    }

    public void Observe(ReplicaStatus status, IReplicaStorage storage, DateTimeOffset now)
    {
        CountSince(_last?.Self == status.Self ? _last : null, status);
        _last = status;
        _waitingSince = status.StashCount == 0 ? null : _waitingSince ?? now;
        _stashWait.Set((now - (_waitingSince ?? now)).TotalSeconds);
        _stashUpdates.Set(status.StashCount);
        _stashBytes.Set(status.StashBytes);
        _behind.Set(status.Behind);
        _clockEntries.Set(status.Clock.Roster.Count);
        _stableLag.Set(status.Clock.CountBeyond(status.Stable));
        Size(storage, now);
        foreach (var peer in status.Peers)
        {
            var name = peer.Incarnation.Replica;
            _lag.WithLabels(name.Value).Set(peer.Lag);
            _stabilityBlockedBy.WithLabels(name.Value).Set(name == status.BlockedBy ? 1 : 0);
        }

        Forget(status);
    }

    /// <summary>A replica that starts again counts from 0; what it is asked for has no break.</summary>
    private void CountSince(ReplicaStatus? before, ReplicaStatus now)
    {
        _stashed.Inc(now.Stashed - (before?.Stashed ?? 0));
        _duplicates.Inc(now.Duplicates - (before?.Duplicates ?? 0));
        _undeliverable.Inc(now.Undeliverable - (before?.Undeliverable ?? 0));
        _reissued.Inc(now.Reissued - (before?.Reissued ?? 0));
    }

    private void Size(IReplicaStorage storage, DateTimeOffset now)
    {
        if (now - _sizedAt < SizeInterval)
            return;
        _sizedAt = now;
        _tombstones.Set(storage.TombstoneCount);
        _logBytes.Set(storage.LogBytes);
    }

    /// <summary>Of a member that is retired there is nothing more to tell.</summary>
    private void Forget(ReplicaStatus status)
    {
        var names = status.Peers.Select(peer => peer.Incarnation.Replica.Value).ToHashSet();
        foreach (var gauge in new[] { _lag, _stabilityBlockedBy })
            foreach (var labels in gauge.GetAllLabelValues().Where(labels => !names.Contains(labels[0])).ToArray())
                gauge.RemoveLabelled(labels);
    }

    private static Dictionary<bool, Counter.Child> OutcomesOf(Counter waits) =>
        new() { [true] = waits.WithLabels("reached"), [false] = waits.WithLabels("timeout") };

    private (Counter.Child Delivered, Histogram.Child Visibility) OfOrigin(ReplicaId origin)
    {
        if (!_byOrigin.TryGetValue(origin, out var instruments))
            _byOrigin[origin] =
                instruments = (_delivered.WithLabels(origin.Value), _visibility.WithLabels(origin.Value));
        return instruments;
    }
}
