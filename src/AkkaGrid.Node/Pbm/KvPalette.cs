using System.Globalization;
using AkkaGrid.Client;

namespace AkkaGrid.Node.Pbm;

/// <summary><c>pbm kv</c>: the causal key-value store.</summary>
internal static class KvPalette
{
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        Verb.Of("get", "Read a value.", GetAsync, ("key", "-k", "The key.")),
        Verb.Of("put", "Write a text.", PutAsync, ("key", "-k", "The key."), ("value", "-v", "The text.")),
        Verb.Of("delete", "Delete a key.", DeleteAsync, ("key", "-k", "The key.")),
        Verb.Of("list", "List keys in order.", ListAsync, ("?prefix", "-p", "Only keys that begin with this.")),
        Verb.Of("replicas", "List the replicas, and how far each is behind this one.", ReplicasAsync),
    ];

    private static async Task<string> GetAsync(GridClient client, Func<string, string?> argument) =>
        (await client.Store.GetAsync(argument("key")!))?.Text ?? "There is no such key.";

    private static async Task<string> PutAsync(GridClient client, Func<string, string?> argument) =>
        $"written as {(await client.Store.PutAsync(argument("key")!, argument("value") ?? "")).Dot}";

    private static async Task<string> DeleteAsync(GridClient client, Func<string, string?> argument) =>
        $"deleted as {(await client.Store.DeleteAsync(argument("key")!)).Dot}";

    private static async Task<string> ListAsync(GridClient client, Func<string, string?> argument)
    {
        var page = await client.Store.ListPageAsync(argument("prefix"));
        return Lines(page.Items.Select(item => item.Key).Concat(page.Next is null ? [] : ["..."]));
    }

    private static async Task<string> ReplicasAsync(GridClient client, Func<string, string?> argument)
    {
        var replica = await client.Store.ReplicaAsync();
        return Lines(
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{replica.Replica} | answers | {replica.Behind} behind, {replica.Stash.Count} updates wait here"),
            .. replica.Peers.Select(peer => string.Create(
                CultureInfo.InvariantCulture,
                $"{peer.Replica} | {(peer.Reachable ? "reachable" : "unreachable")} | {peer.Lag} behind")),
        ]);
    }

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);
}
