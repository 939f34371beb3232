using System.Runtime.CompilerServices;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Charging;

/// <summary>
/// Keeps what charging must not lose in the node's own store, in a keyspace that clients neither see nor write; the
/// store replicates it to every node.
/// </summary>
internal sealed class StoreSessionLedger(KeyValueStore store) : ISessionLedger
{
    private const string Sessions = "session/";
    private const string Epochs = "epoch/";
    private const string Controls = "controls/";
    private const string Ratings = "rating/";
    private const int PageSize = 500;

    public Task ReadyAsync(CancellationToken cancellation) => store.CaughtUpAsync(cancellation);

    public Task RecordAsync(ChargingSession session, CancellationToken cancellation) =>
        WriteAsync(KeyOf(session.Id), ChargingRecords.Encode(session), null, cancellation);

    public async Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellation) =>
        Decode(await ReadAsync(KeyOf(session), cancellation));

    public async Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellation) =>
        Decode(await store.FindAsync(KeyOf(session), cancellation));

    public async Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellation)
    {
        var selected = new List<ChargingSession>();
        await foreach (var record in ScanAsync(Sessions, query.After?.Value, cancellation))
        {
            var session = Decode(record.Value)!;
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

    public async Task ForgetAsync(ChargingSession session, CancellationToken cancellation)
    {
        var key = KeyOf(session.Id);
        var present = await ReadAsync(key, cancellation);
        if (Decode(present)?.Substation != session.Substation)
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
        WriteAsync(KeyOf(Epochs + substation.Value), ChargingRecords.Encode(epoch), null, cancellation);

    public async Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellation) =>
        (await ReadAsync(KeyOf(Epochs + substation.Value), cancellation)).Winner?.Value is { } value
            ? ChargingRecords.DecodeEpoch(value.Bytes.Span)
            : FencingEpoch.None;

    public Task RecordControlsAsync(SubstationId substation, SubstationControls controls, CancellationToken cancellation) =>
        WriteAsync(KeyOf(Controls + substation.Value), ChargingRecords.Encode(controls), null, cancellation);

    public async Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellation) =>
        (await ReadAsync(KeyOf(Controls + substation.Value), cancellation)).Winner?.Value is { } value
            ? ChargingRecords.DecodeControls(value.Bytes.Span)
            : SubstationControls.None;

    public Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellation) =>
        WriteAsync(KeyOf(Ratings + substation.Value), ChargingRecords.Encode(rating), null, cancellation);

    public async Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellation)
    {
        var ratings = new Dictionary<SubstationId, Kilowatts>();
        await foreach (var record in ScanAsync(Ratings, null, cancellation))
        {
            ratings[SubstationId.Of(record.Key.Name[Ratings.Length..])] =
                ChargingRecords.DecodeRating(record.Value.Winner!.Value!.Bytes.Span);
        }

        return ratings;
    }

    private static Key KeyOf(SessionId session) => KeyOf(Sessions + session.Value);

    private static Key KeyOf(string name) => Key.Create(Keyspace.Charging, name);

    private static ChargingSession? Decode(VersionSet versions) =>
        versions.Winner?.Value is { } value ? ChargingRecords.DecodeSession(value.Bytes.Span) : null;

    private async Task<VersionSet> ReadAsync(Key key, CancellationToken cancellation) =>
        (await store.ReadAsync(key, CausalContext.Empty, cancellation)).Versions;

    private Task<WriteResult> WriteAsync(Key key, byte[]? record, string? ifMatch, CancellationToken cancellation)
    {
        var mutation = new Mutation(key, record is null ? null : new Value(record));
        return store.WriteAsync(new WriteRequest([mutation]) { IfMatch = ifMatch }, cancellation);
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
