using System.Text;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Hosting;

/// <summary>One node whose store serves, and a client of it.</summary>
internal sealed class ServingNode : IAsyncDisposable
{
    private readonly TestNodes _nodes;

    private ServingNode(TestNodes nodes)
    {
        _nodes = nodes;
        Http = TestNodes.Http(nodes[0]);
    }

    public GridNode Node => _nodes[0];

    public HttpClient Http { get; }

    public static async Task<ServingNode> StartAsync(Action<NodeOptions>? configure = null)
    {
        var node = new ServingNode(await TestNodes.StartAsync(1, configure));
        await Eventually.True(
            async () => (await node.Http.GetAsync("/health/ready/store")).IsSuccessStatusCode, "the store serves");
        return node;
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, string body) =>
        Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _nodes.DisposeAsync();
    }
}
