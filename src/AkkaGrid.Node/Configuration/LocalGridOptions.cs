namespace AkkaGrid.Node.Configuration;

/// <summary>The ports of the local grid, all on loopback; 0 takes a free one.</summary>
internal sealed class LocalGridOptions
{
    /// <summary>How many nodes the local grid has.</summary>
    public const int Nodes = 3;

    /// <summary>The HTTP port of each node. Default: 5000, 5001, 5002.</summary>
    public IList<int> Ports { get; set; } = [5000, 5001, 5002];

    /// <summary>
    /// Further HTTP ports of the first node. Default: 8000, 8080, where the originals' services were.
    /// </summary>
    public IList<int> EdgePorts { get; set; } = [8000, 8080];

    /// <summary>The remoting port of each node. Default: 0, 0, 0.</summary>
    public IList<int> RemotingPorts { get; set; } = [0, 0, 0];
}
