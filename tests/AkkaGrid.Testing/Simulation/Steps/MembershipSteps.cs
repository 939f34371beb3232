using AkkaGrid.Core.Causality;

namespace AkkaGrid.Testing.Simulation.Steps;

/// <summary>A node of a new name joins, with nothing on its disk.</summary>
public sealed record Join(TimeSpan At, NodeSetup Setup) : Step(At)
{
    protected override string Words =>
        $"{Setup.Name} "
        + $"joins{(Setup.IsSeed ? $", as one of {Setup.Seeds} seeds" : $", which is none of the {Setup.Seeds} seeds")}";
}

/// <summary>A node is started again with another number of configured seeds.</summary>
public sealed record Reconfigure(TimeSpan At, ReplicaId Node, int Seeds, TimeSpan DownFor) : NodeStep(At, Node)
{
    protected override string Words =>
        $"{Node} is stopped, and starts with {Seeds} seeds configured after {Seconds(DownFor)}";
}

/// <summary>A machine is taken away for good, with its disk.</summary>
public sealed record Leave(TimeSpan At, ReplicaId Node) : NodeStep(At, Node)
{
    protected override string Words => $"{Node} is taken away, with its disk";
}

/// <summary>A replica is asked to take another out of the set.</summary>
public sealed record Retire(TimeSpan At, ReplicaId Node, ReplicaId Other, bool IsForced) : NodeStep(At, Node)
{
    protected override string Words => $"{Node} is told to retire {Other}{(IsForced ? ", majority or not" : "")}";
}

/// <summary>A second machine starts under the name of another, on a copy of its disk, while that one goes on.</summary>
/// <param name="At">When.</param>
/// <param name="Node">The machine whose disk is copied.</param>
/// <param name="Machine">The second one.</param>
public sealed record Twin(TimeSpan At, ReplicaId Node, ReplicaId Machine) : NodeStep(At, Node)
{
    protected override string Words => $"{Machine} starts on a copy of the disk of {Node}, under the name of {Node}";
}

/// <summary>A machine's replica is started again under another name, on the disk that it has.</summary>
public sealed record Rename(TimeSpan At, ReplicaId Node, ReplicaId Name, TimeSpan DownFor) : NodeStep(At, Node)
{
    protected override string Words => $"{Node} is stopped, and starts under the name {Name} after {Seconds(DownFor)}";
}
