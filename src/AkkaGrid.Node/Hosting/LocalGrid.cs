using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>The grid that starts without any configuration: three nodes in one process, on loopback.</summary>
internal static class LocalGrid
{
    private static readonly (decimal MaxCapacity, int Seconds)[] Substations = [(80, 8), (120, 10), (100, 12)];

    // Settings that differ from node to node, and so cannot be set for all three at once.
    private static readonly string[] PerNode = ["Name", "SeedNodes", "Remoting", "PublicUrl", "Substations"];

    /// <summary>Adds an error for every setting that only a single node has.</summary>
    public static void Refuse(IConfigurationSection section, ICollection<string> errors)
    {
        foreach (var key in PerNode.Where(key => section.GetSection(key).Exists()))
            errors.Add(
                $"{section.Path}:{key} is for a single node ('AkkaGrid.Node node'); the local grid has its own.");
    }

    /// <summary>The three nodes. Their remoting ports are chosen here, so that each node knows all seeds.</summary>
    public static IReadOnlyList<NodeSetup> Setups(NodeOptions common)
    {
        var free = new Queue<int>(Ports.Free(common.Local.RemotingPorts.Count(port => port == 0)));
        var ports = common.Local.RemotingPorts.Select(port => port == 0 ? free.Dequeue() : port).ToArray();
        var nodes = ports.Select((port, index) => Node(common, index, port)).ToArray();
        var seeds = nodes.Select(node => node.Address.Value).ToArray();
        foreach (var node in nodes)
            node.SeedNodes = seeds;
        return [.. nodes.Select((node, index) => new NodeSetup(node, Urls(common.Local, index)))];
    }

    private static NodeOptions Node(NodeOptions common, int index, int port)
    {
        var name = $"node{index + 1}";
        return new NodeOptions
        {
            Name = name,
            Remoting = new RemotingOptions { Port = port },
            DataDirectory = Path.Combine(common.DataDirectory, name),
            KeyValue = common.KeyValue,
            Substations =
            [
                new SubstationOptions
                {
                    Id = $"substation_{index + 1}",
                    MaxCapacity = Substations[index].MaxCapacity,
                    ChargeProcessingTime = TimeSpan.FromSeconds(Substations[index].Seconds),
                },
            ],
            BalancerCandidate = common.BalancerCandidate,
            Charging = common.Charging,
            Metrics = common.Metrics,
            Security = common.Security,
            Lab = common.Lab,
            Local = common.Local,
        };
    }

    private static List<string> Urls(LocalGridOptions local, int index) =>
        [.. new[] { local.Ports[index] }.Concat(index == 0 ? local.EdgePorts : [])
            .Select(port => $"http://127.0.0.1:{port}")];
}
