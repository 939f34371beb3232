using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Management;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Hosting;

/// <summary>
/// Nodes in this process, on free ports and less patient than in production, that know each other as seeds.
/// </summary>
internal sealed class TestNodes : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<GridNode> _nodes = [];
    private readonly IReadOnlyList<int> _ports;

    private TestNodes(int count) => _ports = ReservedPorts.Take(count);

    public static NodeTimings Impatient { get; } = new()
    {
        Heartbeat = TimeSpan.FromMilliseconds(250),

        // Longer than a busy machine stalls: a member that is only late must not be downed.
        HeartbeatPause = TimeSpan.FromSeconds(5),
        StableAfter = TimeSpan.FromSeconds(1),
        DownRemovalMargin = TimeSpan.FromMilliseconds(100),
        Formation = TimeSpan.FromMilliseconds(100),
        RefusalTimeout = TimeSpan.FromSeconds(1),
    };

    public GridNode this[int index] => _nodes[index];

    public static Task<TestNodes> StartAsync(int count, Action<NodeOptions>? configure = null) =>
        StartAsync(count, seeds: count, configure);

    /// <summary>Starts the first of the seeds; where they are no majority, each stays alone.</summary>
    public static async Task<TestNodes> StartAsync(int count, int seeds, Action<NodeOptions>? configure = null)
    {
        var nodes = new TestNodes(seeds);
        var setups = Enumerable.Range(0, count).Select(index => nodes.Setup($"node{index + 1}", index)).ToArray();
        foreach (var setup in setups)
            configure?.Invoke(setup.Options);
        nodes._nodes.AddRange(await Task.WhenAll(setups.Select(setup => GridNode.StartAsync(setup))));
        if (count <= seeds / 2)
            return nodes;
        await Task.WhenAll(nodes._nodes.Select(node => Eventually.True(
            () => IsUp(node, count), $"{node.Options.Name} sees {count} members")));
        return nodes;
    }

    /// <summary>The setup of the node that has the given place among the seeds, or none (-1).</summary>
    public NodeSetup Setup(string name, int place) => new(
        new NodeOptions
        {
            Name = name,
            SeedNodes = [.. _ports.Select(port => $"akka.tcp://AkkaGrid@127.0.0.1:{port}")],
            Remoting = new RemotingOptions { Port = place < 0 ? ReservedPorts.Take(1)[0] : _ports[place] },
            DataDirectory = Path.Combine(_folder.Path, name),
        },
        ["http://127.0.0.1:0"])
    {
        Timings = Impatient,
        Logging = new ConfigurationBuilder()
            .AddInMemoryCollection([new("LogLevel:Default", "None")])
            .Build(),
    };

    public static ClusterMembers View(GridNode node) => node.Services.GetRequiredService<ClusterView>().Members();

    public static HttpClient Http(GridNode node) => new() { BaseAddress = node.Addresses[0] };

    public static bool IsUp(GridNode node, int count) =>
        View(node).Members.Count(member => member is { Status: "up", Reachable: true }) == count;

    /// <summary>
    /// Stops a node, and awaits that another can start at its port: remoting lets go of it a moment later.
    /// </summary>
    public async Task StopAsync(int index)
    {
        await _nodes[index].StopAsync();
        var remoting = _nodes[index].Options.Remoting;
        await Eventually.True(
            () => !Ports.IsTaken(remoting.Hostname, remoting.Port),
            $"the port of {_nodes[index].Options.Name} is free again");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.StopAsync()));
        _folder.Dispose();
    }
}
