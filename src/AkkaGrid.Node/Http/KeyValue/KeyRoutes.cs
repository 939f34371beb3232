using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Pages of keys: <c>/kv</c>.</summary>
internal static class KeyRoutes
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    public static void MapKeys(this IEndpointRouteBuilder routes) => routes.MapGet("/kv", ListAsync);

    private static async Task<IResult> ListAsync(
        HttpContext call, KeyValueStore store, string prefix = "", string? after = null, int limit = DefaultPage)
    {
        if (limit is < 1 or > LargestPage)
            throw new BadHttpRequestException($"limit is 1 to {LargestPage}, not {limit}");
        if (prefix.Length > 0)
            StoreValues.UserKey(prefix);
        if (!string.IsNullOrEmpty(after))
            StoreValues.UserKey(after);
        var page = await store.ListAsync(
            Keyspace.User,
            prefix,
            string.IsNullOrEmpty(after) ? null : after,
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
