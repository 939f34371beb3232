using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>The membership of a cluster, with all that it ever was: its members see changes late.</summary>
public sealed class VirtualCluster
{
    private readonly List<(TimeSpan At, ImmutableArray<ClusterMember> Members)> _history = [];

    /// <summary>Whether it has given way to another cluster.</summary>
    public bool HasYielded { get; set; }

    /// <summary>Its members, the oldest first.</summary>
    public ImmutableArray<ClusterMember> Present => _history.Count == 0 ? [] : _history[^1].Members;

    /// <summary>Who ever came in, and when.</summary>
    public HashSet<(NodeAddress Address, long Since)> Entered { get; } = [];

    /// <summary>The members change.</summary>
    public void Change(TimeSpan at, ImmutableArray<ClusterMember> members) => _history.Add((at, members));

    /// <summary>Its members at an earlier time, the oldest first.</summary>
    public ImmutableArray<ClusterMember> At(TimeSpan time) =>
        _history.FindLast(state => state.At <= time).Members is { IsDefault: false } members ? members : [];
}
