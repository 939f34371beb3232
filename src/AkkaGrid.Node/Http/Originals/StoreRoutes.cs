using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.KeyValue;

namespace AkkaGrid.Node.Http.Originals;

/// <summary>
/// The routes of the original key-value stores, both variants of them, so that their clients work unchanged.
/// </summary>
internal static class StoreRoutes
{
    public static void MapOriginalStore(this IEndpointRouteBuilder routes)
    {
        var originals = routes.MapGroup("").AddEndpointFilter<StoreProblems>();
        originals.MapPost("/put", PutAsync);
        originals.MapGet("/get", GetAsync);
        originals.MapPost("/write", WriteAsync);
        originals.MapGet("/read/{**key}", ReadAsync);
    }

    private static async Task<IResult> PutAsync(HttpContext call, KeyValueStore store)
    {
        var body = JsonBody.Of(call).As<OriginalWrite>();
        var written = await StoreAsync(call, store, body);
        return TypedResults.Ok(new PutAnswer("ok", store.Named(written.Clock)));
    }

    private static async Task<IResult> WriteAsync(HttpContext call, KeyValueStore store)
    {
        var body = JsonBody.Of(call).As<OriginalWrite>();
        var written = await StoreAsync(call, store, body);
        var counters = Counters(store, written.Clock);
        return TypedResults.Ok(new WriteAnswer(body.Key!, body.Value, [.. counters.Values], PlaceOf(store)));
    }

    private static async Task<IResult> GetAsync(HttpContext call, KeyValueStore store, string? key)
    {
        var read = await FindAsync(call, store, StoreValues.UserKey(key));
        return TypedResults.Ok(new GetAnswer(key!, OriginalValue.FromVersions(read.Versions), store.Named(read.Clock)));
    }

    private static async Task<IResult> ReadAsync(HttpContext call, KeyValueStore store)
    {
        var key = StoreValues.KeyOf(call);
        var read = await FindAsync(call, store, key);
        return TypedResults.Ok(
            new ReadAnswer(
                key.Name, OriginalValue.FromVersions(read.Versions), [.. Counters(store, read.Clock).Values]));
    }

    private static async Task<WriteResult> StoreAsync(HttpContext call, KeyValueStore store, OriginalWrite body)
    {
        var mutation = new Mutation(StoreValues.UserKey(body.Key!), OriginalValue.ToValue(body.Value));
        var written = await store.WriteAsync(
            new WriteRequest([mutation]) { Context = CausalExchange.Read(call) }, call.RequestAborted);
        CausalExchange.Write(call, written.Context);
        return written;
    }

    private static async Task<ReadResult> FindAsync(HttpContext call, KeyValueStore store, Key key)
    {
        var read = await store.ReadAsync(key, CausalExchange.Read(call), call.RequestAborted);
        CausalExchange.Write(call, read.Context);
        return read;
    }

    /// <summary>The originals' clocks are arrays: here, a counter for each replica in the order of names.</summary>
    private static SortedDictionary<ReplicaId, ulong> Counters(KeyValueStore store, VectorClock clock) =>
        new(store.NewestIncarnations.ToDictionary(replica => replica.Key, replica => clock[replica.Value]));

    private static int PlaceOf(KeyValueStore store) =>
        store.NewestIncarnations.Keys.Order().ToList().IndexOf(store.Options.Name);
}
