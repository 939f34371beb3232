using System.Net;
using System.Net.Http.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>Nodes as users run them, a process each, with one cluster among them.</summary>
internal sealed class NodeGrid : IAsyncDisposable
{
    // On a machine that is busy with other things as well.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _nodes = [];
    private readonly HttpClient _http = new();

    private NodeGrid(IReadOnlyList<int> ports) => HttpPorts = ports;

    /// <summary>Where the nodes answer HTTP.</summary>
    public IReadOnlyList<int> HttpPorts { get; }

    /// <summary>The CPU time of all nodes so far.</summary>
    public TimeSpan Cpu => _nodes.Aggregate(TimeSpan.Zero, (sum, node) => sum + node.Cpu);

    /// <summary>Starts nodes, and waits until each of them is ready.</summary>
    public static async Task<NodeGrid> StartAsync(int nodes, params string[] settings)
    {
        var ports = ReservedPorts.Take(3 * nodes).Chunk(nodes).ToArray();
        var grid = new NodeGrid(ports[0]);
        var seeds = string.Join(',', ports[1].Select(port => $"akka.tcp://AkkaGrid@127.0.0.1:{port}"));
        for (var i = 0; i < nodes; i++)
        {
            grid._nodes.Add(ServerProcess.Node(
                grid._folder.Path,
                [
                    $"--AkkaGrid:Name=node{i + 1}",
                    $"--AkkaGrid:Remoting:Port={ports[1][i]}",
                    $"--AkkaGrid:SeedNodes={seeds}",
                    $"--AkkaGrid:Metrics:Port={ports[2][i]}",
                    $"--urls=http://127.0.0.1:{ports[0][i]}",
                    .. settings,
                ]));
        }

        for (var i = 0; i < nodes; i++)
            await grid.AwaitReadyAsync(i).WaitAsync(StartPatience);
        return grid;
    }

    /// <summary>Waits until all nodes have what the first has.</summary>
    /// <exception cref="TimeoutException">They never do.</exception>
    public Task ConvergeAsync() => AwaitOthersAsync().WaitAsync(TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task AwaitOthersAsync()
    {
        var clock = await ClockAsync(HttpPorts[0]);
        foreach (var port in HttpPorts.Skip(1))
        {
            while (!clock.All((await ClockAsync(port)).Contains))
                await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }

    private async Task<IReadOnlyDictionary<string, ulong>> ClockAsync(int port) =>
        (await _http.GetFromJsonAsync($"http://127.0.0.1:{port}/store/replica", GridJson.Default.ReplicaState))!.Clock;

    private async Task AwaitReadyAsync(int node)
    {
        while (!await IsReadyAsync(node))
            await Task.Delay(TimeSpan.FromMilliseconds(50));
    }

    private async Task<bool> IsReadyAsync(int node)
    {
        if (_nodes[node].HasExited)
            throw new InvalidOperationException($"A node has ended: {_nodes[node].Log}");
        try
        {
            using var answer = await _http.GetAsync($"http://127.0.0.1:{HttpPorts[node]}/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
