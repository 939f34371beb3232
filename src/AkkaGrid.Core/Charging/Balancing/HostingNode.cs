using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A start of a cluster node that may host substations.</summary>
/// <param name="Address">The node's address.</param>
/// <param name="Uid">Distinguishes its starts.</param>
public readonly record struct HostingNode(NodeAddress Address, long Uid);
