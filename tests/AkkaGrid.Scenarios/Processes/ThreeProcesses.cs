using AkkaGrid.Client;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Processes;

/// <summary>
/// A grid of three processes, a node each, at fixed addresses, of which each can be killed and started again.
/// </summary>
/// <param name="network">Carries what the nodes send each other where links are to be cut; null where none are.</param>
internal sealed class ThreeProcesses(CuttableNetwork? network) : IDisposable
{
    private const string Loopback = "127.0.0.1";

    private static readonly int[] Kilowatts = [80, 120, 100];

    private readonly TemporaryFolder _folder = new();
    private readonly NodeProcess?[] _processes = new NodeProcess?[3];
    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(6);

    public static async Task<ThreeProcesses> StartAsync(CuttableNetwork? network = null)
    {
        var grid = new ThreeProcesses(network);
        try
        {
            for (var node = 1; node <= 3; node++)
                grid.Start(node);
            await grid.AreReadyAsync(1, 2, 3);
            return grid;
        }
        catch
        {
            grid.Dispose();
            throw;
        }
    }

    /// <summary>Where a node answers, by its number from 1.</summary>
    public Uri Address(int node) => new($"http://{Loopback}:{_ports[node + 2]}");

    /// <summary>Where the nodes answer, in their order.</summary>
    public IReadOnlyList<Uri> Addresses => [Address(1), Address(2), Address(3)];

    /// <summary>Calls to a node, by its number from 1.</summary>
    public GridClient Client(int node) => new(new HttpClient { BaseAddress = Address(node) });

    /// <summary>Where a node keeps its data.</summary>
    public string DataOf(int node) => Path.Combine(_folder.Path, "data", $"node{node}");

    /// <summary>The port at which a node hears the others.</summary>
    public int RemotingPort(int node) => network?.Port(node) ?? _ports[node - 1];

    /// <summary>Starts a node that knows all three as seeds.</summary>
    public void Start(int node) => Start(node, 1, 2, 3);

    /// <summary>Starts a node that knows these as seeds.</summary>
    public void Start(int node, params int[] seeds) => _processes[node - 1] = new NodeProcess(
        _folder.Path,
        [
            "node",
            $"--AkkaGrid:Name=node{node}",
            $"--AkkaGrid:Remoting:Hostname={(network is null ? Loopback : CuttableNetwork.InnerHost(node))}",
            $"--AkkaGrid:Remoting:PublicHostname={OuterHost(node)}",
            $"--AkkaGrid:Remoting:Port={RemotingPort(node)}",
            $"--AkkaGrid:SeedNodes={string.Join(',', seeds.Select(seed => $"akka.tcp://AkkaGrid@{OuterHost(seed)}:{RemotingPort(seed)}"))}",
            $"--AkkaGrid:Substations:0:Id=substation_{node}",
            $"--AkkaGrid:Substations:0:MaxCapacity={Kilowatts[node - 1]}",
            "--AkkaGrid:Substations:0:ChargeProcessingTime=600",
            "--AkkaGrid:Metrics:Port=0",
            $"--urls={Address(node)}",
        ]);

    /// <summary>Lets a node leave and end, as a supervisor tells it to.</summary>
    public async Task StopAsync(int node)
    {
        await _processes[node - 1]!.SendSigtermAsync();
        await _processes[node - 1]!.ExitCodeAsync();
    }

    public Task KillAsync(int node) => _processes[node - 1]!.KillAsync();

    public Task FreezeAsync(int node) => _processes[node - 1]!.FreezeAsync();

    public Task ThawAsync(int node) => _processes[node - 1]!.ThawAsync();

    /// <summary>What a node has said since it was started last.</summary>
    public string OutputOf(int node) => _processes[node - 1]!.Output;

    /// <summary>Starts what does not run, lets go on what is frozen, and awaits that all are one grid.</summary>
    public async Task MendAsync()
    {
        for (var node = 1; node <= 3; node++)
        {
            if (_processes[node - 1]!.IsRunning)
                await ThawAsync(node);
            else
                Start(node);
        }

        await AreReadyAsync(1, 2, 3);
        for (var node = 1; node <= 3; node++)
            await SeesAsync(node, 1, 2, 3);
    }

    /// <summary>Awaits that a node sees just these as members.</summary>
    public Task SeesAsync(int observer, params int[] nodes) => Eventually.True(
        async () => (await Client(observer).Cluster.MembersAsync()).Members
            .Select(member => member is { Status: "up", Reachable: true } ? member.Name : "")
            .SequenceEqual(nodes.Select(node => $"node{node}")),
        $"node{observer} sees {string.Join(", ", nodes)} as members");

    /// <summary>The node that has the balancer, by its number from 1.</summary>
    public async Task<int> BalancerAsync(int observer)
    {
        var balancer = 0;
        await Eventually.True(
            async () => (await Client(observer).Cluster.MembersAsync()).BalancerNode is { } name
                && int.TryParse(name["node".Length..], out balancer),
            "there is a balancer");
        return balancer;
    }

    /// <summary>Awaits that every other node follows a balancer that is not on this one.</summary>
    public async Task BalancerHasMovedAsync(int from)
    {
        foreach (var observer in Enumerable.Range(1, 3).Where(node => node != from))
            await Eventually.True(
                async () => await BalancerAsync(observer) != from,
                $"node{observer} follows another balancer than that of node{from}");
    }

    public async Task AreReadyAsync(params int[] nodes)
    {
        foreach (var node in nodes)
            await _processes[node - 1]!.IsReadyAsync(Address(node).ToString().TrimEnd('/'));
    }

    /// <summary>Awaits that the others see a node as unreachable, or as gone.</summary>
    public Task IsMissedAsync(int node, int observer) => Eventually.True(
        async () => (await Client(observer).Cluster.MembersAsync()).Members
            .All(member => member.Name != $"node{node}" || !member.Reachable),
        $"node{observer} misses node{node}");

    public void Dispose()
    {
        foreach (var process in _processes)
            process?.Dispose();
        _folder.Dispose();
    }

    private string OuterHost(int node) => network is null ? Loopback : CuttableNetwork.OuterHost(node);
}
