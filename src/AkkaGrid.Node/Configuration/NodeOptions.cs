using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// All settings of a node: the section <c>AkkaGrid</c>. Durations are plain seconds (<c>2</c>, <c>0.5</c>) or
/// <c>hh:mm:ss</c>; lists are comma-separated (<c>5000,5001</c>) or numbered keys (<c>:0</c>, <c>:1</c>); an empty
/// value leaves the default.
/// </summary>
internal sealed class NodeOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "AkkaGrid";

    /// <summary>The name of the actor system, the same at every node.</summary>
    public const string SystemName = "AkkaGrid";

    /// <summary>The longest <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The node's and its replica's name: letters, digits, '.', '_', '-'. Default: the host name.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>
    /// The seeds, as <c>akka.tcp://AkkaGrid@host:port</c>, the same at all of them: a majority of them forms and keeps
    /// a cluster. Default: this node alone.
    /// </summary>
    public IList<string> SeedNodes { get; set; } = [];

    /// <summary>Where other nodes reach this one.</summary>
    public RemotingOptions Remoting { get; set; } = new();

    /// <summary>
    /// Where browsers reach this node, as <c>http://host:port</c> or <c>https://host</c>: the other nodes' pages link
    /// to it. Default: an address that the node listens at; none where it listens at all interfaces.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The folder of the store's files. Default: <c>data/&lt;name&gt;</c> in the working directory.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>The store.</summary>
    public KeyValueOptions KeyValue { get; set; } = new();

    /// <summary>The substations that this node hosts. Default: none.</summary>
    public IList<SubstationOptions> Substations { get; set; } = [];

    /// <summary>Whether the balancer may run here. Default: true.</summary>
    public bool BalancerCandidate { get; set; } = true;

    /// <summary>How charge requests are routed and answered.</summary>
    public ChargingOptions Charging { get; set; } = new();

    /// <summary>Where the process exposes its platform metrics.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Who may call the node.</summary>
    public SecurityOptions Security { get; set; } = new();

    /// <summary>
    /// Whether the lab is on: calls that hold, delay or drop replication. Default: false; true in the local grid.
    /// </summary>
    public bool Lab { get; set; }

    /// <summary>The ports of the local grid. A single node does not read them.</summary>
    public LocalGridOptions Local { get; set; } = new();

    /// <summary>This node's address in the cluster.</summary>
    public NodeAddress Address => new($"akka.tcp://{SystemName}@{Remoting.ReachedAt}:{Remoting.Port}");

    /// <summary>Whether this node is one of the seeds.</summary>
    public bool IsSeed => Seeds.Contains(Address);

    /// <summary>The seeds in force.</summary>
    public IReadOnlyList<NodeAddress> Seeds =>
        SeedNodes.Count == 0 ? [Address] : [.. SeedNodes.Select(seed => new NodeAddress(seed))];

    /// <summary>The full path of the folder of the store's files.</summary>
    public string DataPath =>
        Path.GetFullPath(DataDirectory.Length > 0 ? DataDirectory : Path.Combine("data", Name));
}
