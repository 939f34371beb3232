namespace AkkaGrid.Core.Formation;

/// <summary>A member of this node's cluster, as this node sees it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsSettled">Whether it can be reached, and is neither leaving nor downed.</param>
public readonly record struct ClusterMember(NodeAddress Address, bool IsSettled);
