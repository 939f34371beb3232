using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>The calls that name one key: <c>/kv/{key}</c>.</summary>
/// <remarks>
/// The most frequent calls of the store. They are not route handlers: those add a filter, bound parameters, a scope of
/// services and a result object, which cost more than a read itself. Their route needs no search either: the target
/// names it.
/// </remarks>
internal static class KeyCalls
{
    private delegate Task Handler(HttpContext call, KeyValueStore store, CausalContext seen);

    public static void MapKeyCalls(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var store = new Lazy<KeyValueStore>(services.GetRequiredService<KeyValueStore>);
        Map(HttpMethods.Get, KeyReads.GetAsync);
        Map(HttpMethods.Put, KeyWrites.PutAsync);
        Map(HttpMethods.Delete, KeyWrites.DeleteAsync);

        void Map(string method, Handler handle) => routes
            .MapMethods("/kv/{**key}", [method], call => AnswerAsync(call, store.Value, handle))
            .WithMetadata(new KeyCall(method));
    }

    /// <summary>
    /// Finds the endpoints of calls of keys, so that routing does not search for them. What follows routing, such as
    /// authorization, judges them like all others.
    /// </summary>
    public static void UseKeyCalls(this WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>();
        var calls = new Lazy<Dictionary<string, Endpoint>>(() => endpoints.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<KeyCall>() is not null)
            .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<KeyCall>()!.Method));
        app.Use(next => call =>
        {
            if (call.Request.Path.Equals(RawKeyMiddleware.KeyPath, StringComparison.Ordinal)
                && calls.Value.TryGetValue(call.Request.Method, out var endpoint))
            {
                call.SetEndpoint(endpoint);
            }

            return next(call);
        });
    }

    private static async Task AnswerAsync(HttpContext call, KeyValueStore store, Handler handle)
    {
        try
        {
            var seen = CausalExchange.Read(call);
            CausalExchange.Write(call, seen);
            await handle(call, store, seen);
        }
        catch (KeyValueException error)
        {
            await StoreProblems.Of(error, call).ExecuteAsync(call);
        }
        catch (StorageException error)
        {
            await StoreProblems.Of(error).ExecuteAsync(call);
        }
    }

    /// <summary>Marks an endpoint.</summary>
    /// <param name="Method">The method of the call.</param>
    private sealed record KeyCall(string Method);
}
