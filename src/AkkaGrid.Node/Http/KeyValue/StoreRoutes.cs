using System.Collections.Immutable;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>The store over HTTP: batches, snapshots, watches, and the replica's state.</summary>
internal static class StoreRoutes
{
    public static void MapStore(this IEndpointRouteBuilder routes)
    {
        routes.MapKeyCalls();
        var store = routes.MapGroup("").AddEndpointFilter<StoreProblems>();
        store.MapKeys();
        store.MapPost("/store/batch", BatchAsync);
        store.MapPost("/store/snapshot", SnapshotAsync);
        store.MapGet("/store/replica", ReplicaAsync);
        store.MapPost("/store/retire", RetireAsync);
        store.MapPost("/store/backup", BackupAsync);
        store.MapGet("/store/watch", WatchRoute.WatchAsync);
        store.MapGet("/store/explain", Explanations.ExplainAsync);
    }

    private static async Task<IResult> BatchAsync(HttpContext call, KeyValueStore store)
    {
        var parameters = WriteParameters.Read(call.Request);
        if (parameters.Condition is not null)
            throw new BadHttpRequestException("A batch supports neither If-Match nor If-None-Match");
        var request = new WriteRequest(Mutations(JsonBody.Of(call).As<BatchRequest>()))
        {
            Context = CausalExchange.Read(call),
            Concern = parameters.Concern,
            Timeout = parameters.Timeout,
        };
        var written = await store.WriteAsync(request, call.RequestAborted);
        var context = CausalExchange.Write(call, written.Context);
        return TypedResults.Ok(new BatchWritten(written.Dot.ToString(), store.Named(written.Clock), context));
    }

    private static ImmutableArray<Mutation> Mutations(BatchRequest batch)
    {
        var puts = (batch.Puts ?? ImmutableDictionary<string, StoredValue>.Empty)
            .Select(put => new Mutation(StoreValues.UserKey(put.Key), put.Value.ToValue()));
        var deletes = (batch.Deletes ?? []).Select(key => new Mutation(StoreValues.UserKey(key), null));
        ImmutableArray<Mutation> mutations = [.. puts, .. deletes];
        if (mutations.IsEmpty)
            throw new BadHttpRequestException("A batch needs at least one put or delete");
        if (mutations.GroupBy(mutation => mutation.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadHttpRequestException($"The batch changes the key '{twice.Key.Name}' more than once");
        return mutations;
    }

    private static async Task<IResult> SnapshotAsync(HttpContext call, KeyValueStore store)
    {
        var keys = JsonBody.Of(call).As<SnapshotRequest>().Keys!.Select(StoreValues.UserKey).Distinct().ToList();
        var read = await store.ReadManyAsync(keys, CausalExchange.Read(call), call.RequestAborted);
        var context = CausalExchange.Write(call, read.Context);
        var values = read.Items.ToDictionary(
            item => item.Key.Name,
            item => item.Value.Value is { } value ? new StoredValue(value.Bytes) : (StoredValue?)null);
        return TypedResults.Ok(new Snapshot(values, store.Named(read.Clock), context));
    }

    private static async Task<IResult> ReplicaAsync(KeyValueStore store, CancellationToken cancellationToken)
    {
        var status = await store.StatusAsync(cancellationToken);
        return TypedResults.Ok(new ReplicaState(
            status.Self.Replica.Value,
            $"{status.Self.Nonce:x16}",
            store.Named(status.Clock),
            StoreValues.Totals(status.Clock),
            status.Behind,
            new StashState(status.StashCount, status.StashBytes),
            [.. status.Peers.Select(peer => new PeerState(peer.Incarnation.Replica.Value, peer.IsReachable, peer.Lag))],
            new StabilityState(store.Named(status.Stable), status.BlockedBy?.Value)));
    }

    private static async Task<IResult> RetireAsync(HttpContext call, KeyValueStore store)
    {
        var request = JsonBody.Of(call).As<RetireRequest>();
        var name = ReplicaId.Create(request.Name!);
        var set = await store.RetireAsync(name, request.Force == true, call.RequestAborted);
        return TypedResults.Ok(new ReplicaRetired(name.Value, [.. set.Active.Select(member => member.Name.Value)]));
    }

    private static async Task<IResult> BackupAsync(HttpContext call, KeyValueStore store)
    {
        BackupName.TryCreate(JsonBody.Of(call).As<BackupRequest>().Name, out var name);
        return TypedResults.Ok(new BackupMade(name.Value, await store.BackupAsync(name, call.RequestAborted)));
    }
}
