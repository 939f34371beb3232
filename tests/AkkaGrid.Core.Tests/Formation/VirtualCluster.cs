using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Tests.Formation;

/// <summary>A cluster of <see cref="VirtualClusters"/>, with all that it ever was.</summary>
internal sealed class VirtualCluster
{
    private readonly List<(TimeSpan At, ImmutableArray<ClusterMember> Members)> _history = [];

    public bool HasYielded { get; set; }

    /// <summary>Its members, the oldest first.</summary>
    public ImmutableArray<ClusterMember> Present => _history.Count == 0 ? [] : _history[^1].Members;

    /// <summary>Who ever came in, and when.</summary>
    public HashSet<(NodeAddress Address, long Since)> Entered { get; } = [];

    public void Change(TimeSpan at, ImmutableArray<ClusterMember> members) => _history.Add((at, members));

    public ImmutableArray<ClusterMember> At(TimeSpan time) => _history.FindLast(state => state.At <= time).Members;
}
