using System.Net.Http.Json;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Scenarios.Partitions;

/// <summary>Nodes in this process, all of them seeds, whose links can be cut. They are numbered from 1.</summary>
internal sealed class CuttableNodes(int count) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<int, GridNode> _nodes = [];
    private readonly Dictionary<int, HttpClient> _http = [];

    public CuttableNetwork Network { get; } = new(count);

    /// <summary>The substations of a node, for nodes that are started from then on.</summary>
    public Func<int, SubstationOptions[]> Substations { get; init; } = static _ => [];

    /// <summary>
    /// How long a node may be silent before the others take it for cut off, for nodes that are started from then on:
    /// longer than a busy machine stalls, so that only a cut link ends a membership.
    /// </summary>
    public TimeSpan HeartbeatPause { get; init; } = TimeSpan.FromSeconds(5);

    public async Task StartAsync(params int[] nodes)
    {
        var starts = nodes.ToDictionary(node => node, node => GridNode.StartAsync(Setup(node)));
        foreach (var (node, start) in starts)
        {
            _nodes[node] = await start;
            _http[node] = new HttpClient { BaseAddress = _nodes[node].Addresses[0] };
        }
    }

    /// <summary>
    /// Lets all nodes meet once and end: on the disks that this leaves, each serves at once, alone too.
    /// </summary>
    public async Task AdmitAsync()
    {
        int[] all = [.. Enumerable.Range(1, count)];
        await StartAsync(all);
        await AreOneClusterAsync(all);
        await ServeAsync(all);
        await Task.WhenAll(all.Select(StopAsync));
    }

    /// <summary>Awaits that the stores of nodes take writes.</summary>
    public async Task ServeAsync(params int[] nodes)
    {
        foreach (var node in nodes)
            await Eventually.True(
                async () => (await _http[node].GetAsync("/health/ready/store")).IsSuccessStatusCode,
                $"the store of node{node} serves");
    }

    /// <summary>Ends a node, and starts it on the same data.</summary>
    public async Task RestartAsync(int node)
    {
        await StopAsync(node);
        await StartAsync(node);
    }

    /// <summary>Where a node answers.</summary>
    public Uri Url(int node) => _nodes[node].Addresses[0];

    /// <summary>Calls to a node.</summary>
    public GridClient Client(int node) => new(_http[node]);

    /// <summary>Plain HTTP to a node.</summary>
    public HttpClient Http(int node) => _http[node];

    /// <summary>The running actor system of a node.</summary>
    public ActorSystemHandle System(int node) => _nodes[node].Services.GetRequiredService<ActorSystemHandle>();

    /// <summary>
    /// Makes a node found a cluster without any vote, as the vote cannot rule it out. Others that see it may join at
    /// once.
    /// </summary>
    public async Task FoundAsync(int node)
    {
        var self = new ClusterTarget(Address: _nodes[node].Options.Address.Value);
        using var answer = await _http[node].PostAsJsonAsync("/cluster/join", self, GridJson.Default.ClusterTarget);
        answer.EnsureSuccessStatusCode();
        await Eventually.True(
            async () => (await Client(node).Cluster.MembersAsync()).State == ClusterStates.Member,
            $"node{node} is in a cluster");
    }

    /// <summary>Awaits that nodes see each other, and nobody else, as the members of one cluster.</summary>
    public async Task AreOneClusterAsync(params int[] nodes)
    {
        foreach (var node in nodes)
            await Eventually.True(
                async () =>
                {
                    var view = await Client(node).Cluster.MembersAsync();
                    return view.State == ClusterStates.Member
                        && view.Members.All(member => member is { Status: "up", Reachable: true })
                        && view.Members.Select(member => member.Name)
                            .SequenceEqual(nodes.Order().Select(other => $"node{other}"));
                },
                $"node{node} sees {string.Join(", ", nodes)} as members");
    }

    /// <summary>Whether a node is in no cluster.</summary>
    public async Task<bool> IsAloneAsync(int node) =>
        (await Client(node).Cluster.MembersAsync()).State == ClusterStates.Alone;

    /// <summary>Awaits that a node has a value.</summary>
    public Task HasAsync(int node, string key, string value) => Eventually.True(
        async () => (await Client(node).Store.GetAsync(key))?.Text == value, $"node{node} has {key}={value}");

    public async ValueTask DisposeAsync()
    {
        Network.Heal();
        foreach (var http in _http.Values)
            http.Dispose();
        await Task.WhenAll(_nodes.Values.Select(node => node.StopAsync()));
        Network.Dispose();
        _folder.Dispose();
    }

    private async Task StopAsync(int node)
    {
        await _nodes[node].StopAsync();
        _http[node].Dispose();

        // Remoting lets go of its port a moment after the actor system has ended.
        await Eventually.True(
            () => !Ports.IsTaken(CuttableNetwork.InnerHost(node), Network.Port(node)),
            $"the port of node{node} is free again");
    }

    private NodeSetup Setup(int node) => new(
        new NodeOptions
        {
            Name = $"node{node}",
            SeedNodes = [.. Enumerable.Range(1, count).Select(seed =>
                $"akka.tcp://AkkaGrid@{CuttableNetwork.OuterHost(seed)}:{Network.Port(seed)}")],
            Remoting = new RemotingOptions
            {
                Hostname = CuttableNetwork.InnerHost(node),
                PublicHostname = CuttableNetwork.OuterHost(node),
                Port = Network.Port(node),
            },
            DataDirectory = Path.Combine(_folder.Path, $"node{node}"),
            Substations = [.. Substations(node)],
        },
        ["http://127.0.0.1:0"])
    {
        Timings = new NodeTimings
        {
            HeartbeatPause = HeartbeatPause,
            StableAfter = TimeSpan.FromSeconds(1),
            DownRemovalMargin = TimeSpan.FromMilliseconds(100),
            Formation = TimeSpan.FromMilliseconds(100),
        },
        Logging = new ConfigurationBuilder().AddInMemoryCollection([new("LogLevel:Default", "None")]).Build(),
    };
}
