using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>A tail of the cluster at one node, for as long as its connection lasts.</summary>
internal static class ClusterTailConnection
{
    /// <exception cref="GridException">The node refuses.</exception>
    public static async IAsyncEnumerable<ClusterEvent> ReadAsync(
        GridConnection node, ClusterTailOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = node.Request(HttpMethod.Get, "/cluster/tail");
        using var response = await node.SendAsync(request, cancel, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        await Problems.ThrowIfErrorAsync(response, cancel).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var events = SseParser.Create(body, Read).EnumerateAsync(silence.Token)
            .GetAsyncEnumerator(silence.Token);
        while (true)
        {
            silence.CancelAfter(options.Silence);
            if (!await HasNextAsync(events, cancel).ConfigureAwait(false))
                yield break;
            if (events.Current.Data is { } item)
                yield return item;
        }
    }

    private static async Task<bool> HasNextAsync(IAsyncEnumerator<SseItem<ClusterEvent?>> events, CancellationToken cancel)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested
            && failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    // An event of a kind that is not known yet is passed over.
    private static ClusterEvent? Read(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        ClusterTailEvents.Members => new MembersTold(
            JsonSerializer.Deserialize(data, GridJson.Default.ClusterMembers) ?? throw new JsonException("null")),
        ClusterTailEvents.Change => new ClusterChanged(
            JsonSerializer.Deserialize(data, GridJson.Default.ClusterChange) ?? throw new JsonException("null")),
        _ => null,
    };
}
