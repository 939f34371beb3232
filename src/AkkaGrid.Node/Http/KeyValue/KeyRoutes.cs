using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Pages of keys: <c>/kv</c>.</summary>
internal static class KeyRoutes
{
    private const int DefaultPage = 100;

    public static void MapKeys(this IEndpointRouteBuilder routes) => routes.MapGet("/kv", ListAsync);

    private static async Task<IResult> ListAsync(
        HttpContext call, KeyValueStore store, string prefix = "", string? after = null, int limit = DefaultPage)
    {
        var page = await store.ListAsync(
            Keyspace.User,
            prefix,
            after,
            limit,
            CausalExchange.Read(call),
            call.RequestAborted);
        CausalExchange.Write(call, page.Context);
        return TypedResults.Ok(new KeyPage([.. page.Items.Select(Item)], page.Next));

        static KeyItem Item(KeyValuePair<Key, VersionSet> item)
        {
            var (value, encoding) = StoreValues.Text(item.Value.Winner!);
            return new KeyItem(item.Key.Name, value!, item.Value.Siblings.Count(), encoding);
        }
    }
}
