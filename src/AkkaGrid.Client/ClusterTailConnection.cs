using System.Text.Json;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>A tail of the cluster at one node, for as long as its connection lasts.</summary>
internal static class ClusterTailConnection
{
    /// <exception cref="GridException">The node refuses.</exception>
    public static async Task<EventStream<ClusterEvent>> OpenAsync(
        GridConnection node, ClusterTailOptions options, CancellationToken cancellationToken)
    {
        var request = node.Request(HttpMethod.Get, "/cluster/tail");
        var response = await node.SendAsync(request, cancellationToken, HttpCompletionOption.ResponseHeadersRead)
            .ConfigureAwait(false);
        return await EventStream<ClusterEvent>.OpenAsync(response, Read, options.Silence, cancellationToken)
            .ConfigureAwait(false);
    }

    // An event of a kind that is not known yet is passed over.
    private static ClusterEvent? Read(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        ClusterTailEvents.Members => new MembersListed(
            JsonSerializer.Deserialize(data, GridJson.Default.ClusterMembers) ?? throw new JsonException("null")),
        ClusterTailEvents.Change => new ClusterChanged(
            JsonSerializer.Deserialize(data, GridJson.Default.ClusterChange) ?? throw new JsonException("null")),
        _ => null,
    };
}
