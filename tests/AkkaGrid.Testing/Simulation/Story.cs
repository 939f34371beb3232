using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// All that happens to a few replicas and their clients, from one seed: the same each time it is played.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Seed">What it was made from, and where the network's luck comes from.</param>
/// <param name="Nodes">The nodes that are there from the start.</param>
/// <param name="Settings">What holds for all of them.</param>
/// <param name="Steps">What happens, in order of time.</param>
public sealed record Story(
    StoryKind Kind, int Seed, IReadOnlyList<NodeSetup> Nodes, StorySettings Settings, IReadOnlyList<Step> Steps);

/// <summary>A node as it is configured.</summary>
/// <param name="Name">The name of its replica, and of its machine.</param>
/// <param name="Seeds">How many seeds are configured.</param>
/// <param name="IsSeed">Whether it is one of them.</param>
public sealed record NodeSetup(ReplicaId Name, int Seeds, bool IsSeed = true);

/// <summary>What holds for all nodes of a story.</summary>
/// <param name="Options">The bounds within which replicas work.</param>
public sealed record StorySettings(ReplicaOptions Options)
{
    /// <summary>Durability <c>fsync</c>, or <c>os</c>.</summary>
    public bool SyncsAtOnce { get; init; } = true;

    /// <summary>How long a call waits for its causal context.</summary>
    public TimeSpan ContextTimeout { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a client waits for its write to reach as many disks as it asks for.</summary>
    public TimeSpan WriteTimeout => 2 * ContextTimeout;

    /// <summary>How many watchers there are.</summary>
    public int Watchers { get; init; }
}
