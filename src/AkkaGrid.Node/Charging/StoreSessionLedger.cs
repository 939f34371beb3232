using System.Runtime.CompilerServices;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Charging;

/// <summary>
/// Keeps the records of charging in the node's own store, in a keyspace that clients neither see nor write; the store
/// replicates them to every node.
/// </summary>
/// <remarks>
/// <see cref="LedgerRecords"/> decides; this class reads, writes and tries again. Sessions are written with
/// <see cref="WriteConcern.MajorityElseLocal"/>. Where no majority confirms a session, it is acknowledged once it is on
/// the node's own disk; the ledger logs and counts that.
/// </remarks>
internal sealed class StoreSessionLedger(
    KeyValueStore store, ChargingMetrics metrics, TimeProvider time, ILogger<StoreSessionLedger> log)
    : ISessionLedger
{
    private const int PageSize = 500;

    private static readonly TimeSpan MajorityTimeout = TimeSpan.FromSeconds(2);
    private static readonly LedgerRecords Records = new(ChargingRecords.Codec);

    private readonly WritesUnderWay _writes = new();
    private bool _isDegraded;

    public Task ReadyAsync(CancellationToken cancellationToken) => store.CaughtUpAsync(cancellationToken);

    public Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellationToken) =>
        _writes.Track(session.Substation, RecordOrKeepAsync(session, cancellationToken));

    public async Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellationToken) =>
        Records.Standing(await ReadAsync(RecordKeys.Of(session), cancellationToken));

    public async Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellationToken) =>
        Records.Standing(await store.FindAsync(RecordKeys.Of(session), cancellationToken));

    public async Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        var selected = new List<ChargingSession>();
        await foreach (var record in ScanAsync(RecordKeys.Sessions, query.After?.Value, cancellationToken))
        {
            var session = Records.Standing(record.Value)!;
            if (query.Substation is { } substation && session.Substation != substation)
                continue;
            if (query.State is { } state && session.StateAt(query.TimeAt(session.Substation)) != state)
                continue;
            selected.Add(session);
            if (selected.Count == query.Limit)
                break;
        }

        return selected;
    }

    public IDisposable Follow(Action<IReadOnlyCollection<SessionId>?> written)
    {
        store.Received += Tell;
        return new Following(() => store.Received -= Tell);

        void Tell(IReadOnlyCollection<Update>? updates)
        {
            if (updates is null)
            {
                written(null);
                return;
            }

            var sessions = updates.SelectMany(update => update.Mutations)
                .Select(mutation => RecordKeys.SessionOf(mutation.Key)).OfType<SessionId>().ToHashSet();
            if (sessions.Count > 0)
                written(sessions);
        }
    }

    public async Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellationToken);
        var sessions = new Dictionary<SessionId, ChargingSession>();
        await foreach (var record in ScanAsync(RecordKeys.Sessions, null, cancellationToken))
            Records.Collect(record.Value, substation, at, sessions);

        return [.. sessions.Values];
    }

    public Task ForgetAsync(ChargingSession session, CancellationToken cancellationToken) =>
        ApplyAsync(Records.Forget(session), cancellationToken);

    public Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellationToken) =>
        _writes.Track(substation, ApplyAsync(Records.Record(substation, epoch), cancellationToken));

    public async Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellationToken)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellationToken);
        return Records.Epoch(await ReadAsync(RecordKeys.OfEpoch(substation), cancellationToken));
    }

    public Task RecordControlsAsync(
        SubstationId substation, SubstationControls controls, CancellationToken cancellationToken) =>
        _writes.Track(substation, ApplyAsync(Records.Record(substation, controls), cancellationToken));

    public async Task<SubstationControls> ReadControlsAsync(
        SubstationId substation, CancellationToken cancellationToken)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellationToken);
        return Records.Controls(await ReadAsync(RecordKeys.OfControls(substation), cancellationToken));
    }

    public Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellationToken) =>
        ApplyAsync(Records.Record(substation, rating), cancellationToken);

    public async Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(
        CancellationToken cancellationToken)
    {
        var ratings = new Dictionary<SubstationId, Kilowatts>();
        await foreach (var record in ScanAsync(RecordKeys.Ratings, null, cancellationToken))
            ratings[RecordKeys.RatedBy(record.Key)] = Records.Rating(record.Value).Rating;

        return ratings;
    }

    private async Task<ChargingSession> RecordOrKeepAsync(
        ChargingSession session, CancellationToken cancellationToken) =>
        await ApplyAsync(Records.Record(session, time.GetUtcNow()), cancellationToken) is { } present
            ? Records.Standing(present)!
            : session;

    /// <returns>
    /// The present record where it prevails over the change; null where the change was written or dropped.
    /// </returns>
    private async Task<VersionSet?> ApplyAsync(RecordChange change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var present = await ReadAsync(change.Key, cancellationToken);
            var beside = new Dictionary<Key, VersionSet>();
            foreach (var key in change.KeysBeside(present))
                beside[key] = await ReadAsync(key, cancellationToken);
            if (change.Decide(present, key => beside[key]) is not { } write)
                return present;
            try
            {
                var request = new WriteRequest(write.Mutations) { Condition = Precondition.Of(write.IfMatch) };
                await (change.IsForMajority
                    ? WriteSessionAsync(request, cancellationToken)
                    : store.WriteAsync(request, cancellationToken));
                return null;
            }
            catch (PreconditionFailedException) when (change.OnConflict != OnConflict.Fails)
            {
                if (change.OnConflict == OnConflict.Drops)
                    return null;
            }
        }
    }

    private async Task<VersionSet> ReadAsync(Key key, CancellationToken cancellationToken) =>
        (await store.ReadAsync(key, CausalContext.Empty, cancellationToken)).Versions;

    private async Task WriteSessionAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var result = await store.WriteAsync(
                request with { Concern = WriteConcern.MajorityElseLocal, Timeout = MajorityTimeout },
                cancellationToken);
            Written(result.Concern == WriteConcern.Majority, result.IsReduced);
        }
        catch (WriteUncertainException late) when (late.Dot is not null)
        {
            // The session is on this node's disk; the other replicas receive it as soon as they are reachable.
            Written(isByMajority: false, isDegraded: true);
        }
    }

    private void Written(bool isByMajority, bool isDegraded)
    {
        metrics.SessionRecorded(isByMajority);
        if (Interlocked.Exchange(ref _isDegraded, isDegraded) == isDegraded)
            return;
        if (isDegraded)
            log.LogWarning(
                "No majority of the replicas confirms charging sessions: they are acknowledged once "
                + "they are on this node's disk");
        else
            log.LogInformation("Charging sessions are confirmed by a majority of the replicas again");
    }

    private async IAsyncEnumerable<KeyValuePair<Key, VersionSet>> ScanAsync(
        string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = after is null ? null : prefix + after;
        do
        {
            var page = await store.ListAsync(
                Keyspace.Charging, prefix, next, PageSize, CausalContext.Empty, cancellationToken);
            foreach (var item in page.Items)
                yield return item;
            next = page.Next;
        }
        while (next is not null);
    }

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
