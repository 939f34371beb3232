using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A start of a cluster node that may host substations.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Uid">Tells its starts apart.</param>
public readonly record struct HostingNode(NodeAddress Address, long Uid);
