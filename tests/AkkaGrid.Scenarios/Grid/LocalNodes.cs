using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Microsoft.Extensions.Configuration;

namespace AkkaGrid.Scenarios.Grid;

/// <summary>
/// Three nodes in this process, as the local grid has them, on free ports and less patient than in production.
/// </summary>
internal sealed class LocalNodes : IAsyncDisposable
{
    /// <summary>The base duration of a session: no story takes so long that one ends by itself.</summary>
    public static readonly TimeSpan ChargeProcessingTime = TimeSpan.FromMinutes(10);

    private static readonly decimal[] Kilowatts = [80, 120, 100];

    private readonly TemporaryFolder _folder = new();
    private readonly List<HttpClient> _http = [];
    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(3);
    private AkkaGrid.Node.Hosting.Grid _nodes = null!;
    private TimeSpan _contextWait;

    /// <summary>Starts the nodes, and awaits that they are one grid.</summary>
    /// <param name="contextWait">How long a request waits for its causal context; the default where absent.</param>
    public static async Task<LocalNodes> StartAsync(TimeSpan? contextWait = null)
    {
        var grid = new LocalNodes { _contextWait = contextWait ?? new KeyValueOptions().ContextWait };
        grid._nodes = await AkkaGrid.Node.Hosting.Grid.StartAsync([.. Enumerable.Range(0, 3).Select(grid.Setup)]);
        grid._http.AddRange(grid._nodes.Nodes.Select(node => new HttpClient { BaseAddress = node.Addresses[0] }));
        await grid.IsReadyAsync([1, 2, 3]);
        return grid;
    }

    /// <summary>Where a node answers, by its number from 1.</summary>
    public Uri Address(int node) => _nodes.Nodes[node - 1].Addresses[0];

    /// <summary>Calls to a node, by its number from 1, in a session of their own or in a given one.</summary>
    public GridClient Client(int node, CausalSession? session = null) => new(_http[node - 1], session);

    /// <summary>Plain HTTP to a node, by its number from 1.</summary>
    public HttpClient Http(int node) => _http[node - 1];

    /// <summary>Changes a link between two replicas, by the numbers of their nodes from 1.</summary>
    public Task LinkAsync(int from, int to, string mode) =>
        Client(2).Lab.SetLinkAsync(new LabLink($"node{from}", $"node{to}", mode));

    /// <summary>Stops a node gracefully.</summary>
    public Task StopAsync(int node) => _nodes.Nodes[node - 1].StopAsync();

    /// <summary>The number, from 1, of the node that has the balancer.</summary>
    public async Task<int> BalancerAsync()
    {
        var members = await Client(1).Cluster.MembersAsync();
        return int.Parse(members.BalancerNode!["node".Length..]);
    }

    /// <summary>
    /// Awaits that nodes are ready, see each other so, and that the balancer has heard of all their substations.
    /// </summary>
    public Task IsReadyAsync(IReadOnlyList<int> nodes) => Eventually.True(
        async () =>
        {
            foreach (var node in nodes)
            {
                using var answer = await Http(node).GetAsync("/health/ready");
                if (!answer.IsSuccessStatusCode
                    || (await Client(node).Charging.SubstationsAsync()).Items.Count < nodes.Count)
                    return false;
            }

            var heard = await Task.WhenAll(
                nodes.Select(node => Http(node).SubstationsOfTheBalancerAsync(Address(node))));
            return heard.Max() >= nodes.Count;
        },
        $"the nodes {string.Join(", ", nodes)} are ready");

    public async ValueTask DisposeAsync()
    {
        foreach (var http in _http)
            http.Dispose();
        await _nodes.DisposeAsync();
        _folder.Dispose();
    }

    private NodeSetup Setup(int place) => new(
        new NodeOptions
        {
            Name = $"node{place + 1}",
            SeedNodes = [.. _ports.Select(port => $"akka.tcp://AkkaGrid@127.0.0.1:{port}")],
            Remoting = new RemotingOptions { Port = _ports[place] },
            DataDirectory = Path.Combine(_folder.Path, $"node{place + 1}"),
            Substations =
            [
                new SubstationOptions
                {
                    Id = $"substation_{place + 1}",
                    MaxCapacity = Kilowatts[place],
                    ChargeProcessingTime = ChargeProcessingTime,
                },
            ],
            KeyValue = new KeyValueOptions { ContextWait = _contextWait },
            Lab = true,
        },
        ["http://127.0.0.1:0"])
    {
        Timings = new NodeTimings
        {
            StableAfter = TimeSpan.FromSeconds(1),
            DownRemovalMargin = TimeSpan.FromMilliseconds(100),
            Formation = TimeSpan.FromMilliseconds(100),
        },
        Logging = new ConfigurationBuilder().AddInMemoryCollection([new("LogLevel:Default", "None")]).Build(),
    };
}
