using AkkaGrid.Core.Causality;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>A node keeps a record of charging.</summary>
/// <param name="At">When.</param>
/// <param name="Node">The node, which hosts the substation.</param>
/// <param name="Name">The substation, or the key of the session.</param>
public abstract record RecordStep(TimeSpan At, ReplicaId Node, string Name) : NodeStep(At, Node);

/// <summary>
/// A new balancer takes the epoch above the one that it reads at its own node; the substation's node records it.
/// </summary>
public sealed record ClaimSubstation(TimeSpan At, ReplicaId Node, string Name, ReplicaId Balancer)
    : RecordStep(At, Node, Name)
{
    protected override string Words => $"a new balancer at {Balancer} claims {Name}, at {Node}";
}

/// <summary>An operator changes a substation's controls.</summary>
public sealed record SetControls(TimeSpan At, ReplicaId Node, string Name) : RecordStep(At, Node, Name)
{
    protected override string Words => $"the controls of {Name} are changed at {Node}";
}

/// <summary>A session starts at the node's own substation, unless one is on record there.</summary>
public sealed record BeginSession(TimeSpan At, ReplicaId Node, string Name) : RecordStep(At, Node, Name)
{
    protected override string Words => $"the session of {Name} starts at {Node}";
}

/// <summary>
/// The session of the node's own substation ends: it is completed, or superseded where another one stands.
/// </summary>
public sealed record EndSession(TimeSpan At, ReplicaId Node, string Name) : RecordStep(At, Node, Name)
{
    protected override string Words => $"the session of {Name} ends at {Node}";
}
