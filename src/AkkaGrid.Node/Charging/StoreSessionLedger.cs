using System.Runtime.CompilerServices;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Charging;

/// <summary>
/// Keeps what charging must not lose in the node's own store, in a keyspace that clients neither see nor write; the
/// store replicates it to every node.
/// </summary>
/// <remarks>
/// Sessions are written with the concern <c>majority</c> where there are three replicas or more. Where a majority cannot be
/// had, the node's own disk has to do: it says so in its log, and counts it.
/// </remarks>
internal sealed class StoreSessionLedger(
    KeyValueStore store, ChargingMetrics metrics, TimeProvider time, ILogger<StoreSessionLedger> log)
    : ISessionLedger
{
    private const int FewestForMajority = 3;
    private const string Sessions = "session/";
    private const string Epochs = "epoch/";
    private const string Controls = "controls/";
    private const string Ratings = "rating/";
    private const int PageSize = 500;

    private static readonly TimeSpan MajorityTimeout = TimeSpan.FromSeconds(2);

    private readonly WritesUnderWay _writes = new();
    private bool _isDegraded;

    public Task ReadyAsync(CancellationToken cancellation) => store.CaughtUpAsync(cancellation);

    public Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellation) =>
        _writes.Track(session.Substation, WriteOrYieldAsync(session, cancellation));

    public async Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellation) =>
        Standing(await ReadAsync(KeyOf(SessionPlace.Of(session)), cancellation));

    public async Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellation) =>
        Standing(await store.FindAsync(KeyOf(SessionPlace.Of(session)), cancellation));

    public async Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellation)
    {
        var selected = new List<ChargingSession>();
        await foreach (var record in ScanAsync(Sessions, query.After?.Value, cancellation))
        {
            var session = Standing(record.Value)!;
            if (query.Substation is { } substation && session.Substation != substation)
                continue;
            if (query.State is { } state && session.StateAt(query.At) != state)
                continue;
            selected.Add(session);
            if (selected.Count == query.Limit)
                break;
        }

        return selected;
    }

    public async Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellation)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellation);

        // One that is superseded may be there twice: as it ran, beside the one that stands, and as it was ended. One that
        // stands may have been taken for superseded by another substation before its end came on record.
        var sessions = new Dictionary<SessionId, ChargingSession>();
        await foreach (var record in ScanAsync(Sessions, null, cancellation))
        {
            if (SessionRecords.Of(Decode(record.Value, ChargingRecords.DecodeSession), substation, at) is { } session
                && (!sessions.TryGetValue(session.Id, out var former) || former.SupersededBy is not null))
            {
                sessions[session.Id] = session;
            }
        }

        return [.. sessions.Values];
    }

    public async Task ForgetAsync(ChargingSession session, CancellationToken cancellation)
    {
        var key = KeyOf(SessionPlace.Of(session));
        var present = await ReadAsync(key, cancellation);
        if (Standing(present)?.Substation != session.Substation)
            return;
        try
        {
            await WriteAsync(key, null, ETag.Of(present), cancellation);
        }
        catch (PreconditionFailedException)
        {
            // Written since it was read: it is not the record that was to be forgotten.
        }
    }

    public Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellation) =>
        _writes.Track(substation, WriteEpochAsync(substation, epoch, cancellation));

    public async Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellation)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellation);
        return Epoch(await ReadAsync(KeyOf(Epochs + substation.Value), cancellation));
    }

    public Task RecordControlsAsync(SubstationId substation, SubstationControls controls, CancellationToken cancellation) =>
        _writes.Track(substation, WriteControlsAsync(substation, controls, cancellation));

    public async Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellation)
    {
        await _writes.CompletedAsync(substation).WaitAsync(cancellation);
        return SubstationControls.Highest(
            Decode(await ReadAsync(KeyOf(Controls + substation.Value), cancellation), ChargingRecords.DecodeControls));
    }

    public async Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellation)
    {
        var key = KeyOf(Ratings + substation.Value);
        var present = await ReadAsync(key, cancellation);
        var raised = RecordedRating.Over(Decode(present, ChargingRecords.DecodeRating), rating);
        await WriteAsync(key, ChargingRecords.Encode(raised), ETag.Of(present), cancellation);
    }

    public async Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellation)
    {
        var ratings = new Dictionary<SubstationId, Kilowatts>();
        await foreach (var record in ScanAsync(Ratings, null, cancellation))
        {
            ratings[SubstationId.Of(record.Key.Name[Ratings.Length..])] =
                RecordedRating.Highest(Decode(record.Value, ChargingRecords.DecodeRating)).Rating;
        }

        return ratings;
    }

    private static Key KeyOf(SessionPlace place) => KeyOf(Sessions + place.Value);

    private static Key KeyOf(string name) => Key.Create(Keyspace.Charging, name);

    private static ChargingSession? Standing(VersionSet versions) =>
        SessionRecords.Standing(Decode(versions, ChargingRecords.DecodeSession));

    private async Task<ChargingSession> WriteOrYieldAsync(ChargingSession session, CancellationToken cancellation)
    {
        var key = KeyOf(SessionPlace.Of(session));
        var present = await ReadAsync(key, cancellation);
        var records = Decode(present, ChargingRecords.DecodeSession);
        var isGivenUp = session is { State: SessionState.Invalid, SupersededBy: null };
        if (SessionRecords.Standing(records) is { State: not SessionState.Invalid } standing
            && (isGivenUp || standing.Substation != session.Substation))
        {
            return standing;
        }

        // The condition: another substation's record may arrive between that look and the write.
        var mutations = await KeepReplacedAsync(session, records, cancellation);
        var mutation = new Mutation(key, new Value(ChargingRecords.Encode(session)));
        await WriteSessionAsync(new WriteRequest([mutation, .. mutations]) { IfMatch = ETag.Of(present) }, cancellation);
        return session;
    }

    /// <summary>
    /// Keeps the sessions of other substations that a record replaces, as superseded: their substations may be starting, and
    /// would find no trace of them.
    /// </summary>
    private async Task<List<Mutation>> KeepReplacedAsync(
        ChargingSession session, IReadOnlyList<ChargingSession> replaced, CancellationToken cancellation)
    {
        var mutations = new List<Mutation>();
        foreach (var substation in replaced.Select(record => record.Substation).Distinct().Where(other => other != session.Substation))
        {
            if (SessionRecords.Of([session, .. replaced], substation, time.GetUtcNow()) is not { SupersededBy: not null } superseded)
                continue;
            var key = KeyOf(SessionPlace.Of(superseded));
            if (Decode(await ReadAsync(key, cancellation), ChargingRecords.DecodeSession).Length == 0)
                mutations.Add(new Mutation(key, new Value(ChargingRecords.Encode(superseded))));
        }

        return mutations;
    }

    private static FencingEpoch Epoch(VersionSet versions) =>
        FencingEpoch.Highest(Decode(versions, ChargingRecords.DecodeEpoch));

    // All versions, the store's winner first. The greatest timestamp makes the winner, and after a clock jump, a partition
    // or a restored backup that may be an older record, so no read here takes the winner alone.
    private static T[] Decode<T>(VersionSet versions, Func<ReadOnlySpan<byte>, T> decode) =>
        [.. versions.Versions.Where(version => version.Value is not null).Select(version => decode(version.Value!.Bytes.Span))];

    private async Task<VersionSet> ReadAsync(Key key, CancellationToken cancellation) =>
        (await store.ReadAsync(key, CausalContext.Empty, cancellation)).Versions;

    private async Task WriteSessionAsync(WriteRequest request, CancellationToken cancellation)
    {
        var peers = (await store.StatusAsync(cancellation)).Peers;
        var replicas = peers.Length + 1;
        var isMajorityThere = peers.Count(peer => peer.IsReachable) + 1 > replicas / 2;
        if (replicas < FewestForMajority || !isMajorityThere)
        {
            await store.WriteAsync(request, cancellation);
            Written(isByMajority: false, isDegraded: replicas >= FewestForMajority);
            return;
        }

        try
        {
            await store.WriteAsync(request with { Concern = WriteConcern.Majority, Timeout = MajorityTimeout }, cancellation);
            Written(isByMajority: true, isDegraded: false);
        }
        catch (WriteUncertainException late) when (late.Dot is not null)
        {
            // It is on this node's disk, and the others get it as soon as they can be reached.
            Written(isByMajority: false, isDegraded: true);
        }
    }

    private void Written(bool isByMajority, bool isDegraded)
    {
        metrics.SessionRecorded(isByMajority);
        if (Interlocked.Exchange(ref _isDegraded, isDegraded) == isDegraded)
            return;
        if (isDegraded)
            log.LogWarning("No majority of the replicas confirms charging sessions: they are acknowledged once they are on this node's disk");
        else
            log.LogInformation("Charging sessions are confirmed by a majority of the replicas again");
    }

    private Task<WriteResult> WriteAsync(Key key, byte[]? record, string? ifMatch, CancellationToken cancellation)
    {
        var mutation = new Mutation(key, record is null ? null : new Value(record));
        return store.WriteAsync(new WriteRequest([mutation]) { IfMatch = ifMatch }, cancellation);
    }

    private async Task WriteEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellation)
    {
        var key = KeyOf(Epochs + substation.Value);
        while (await ReadAsync(key, cancellation) is var present && Epoch(present) < epoch)
        {
            try
            {
                await WriteAsync(key, ChargingRecords.Encode(epoch), ETag.Of(present), cancellation);
                return;
            }
            catch (PreconditionFailedException)
            {
                // Another epoch has arrived since the read; it may be the higher one.
            }
        }
    }

    private async Task WriteControlsAsync(SubstationId substation, SubstationControls controls, CancellationToken cancellation)
    {
        var key = KeyOf(Controls + substation.Value);
        var present = await ReadAsync(key, cancellation);
        var raised = controls.Over(Decode(present, ChargingRecords.DecodeControls));

        // The condition: a write that comes late must not replace its successor. The substation tries again.
        await WriteAsync(key, ChargingRecords.Encode(raised), ETag.Of(present), cancellation);
    }

    private async IAsyncEnumerable<KeyValuePair<Key, VersionSet>> ScanAsync(
        string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = after is null ? null : prefix + after;
        do
        {
            var page = await store.ListAsync(Keyspace.Charging, prefix, next, PageSize, CausalContext.Empty, cancellation);
            foreach (var item in page.Items)
                yield return item;
            next = page.Next;
        }
        while (next is not null);
    }
}
