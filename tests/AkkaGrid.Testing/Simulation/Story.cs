using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>All that happens to a few replicas and their clients, from one seed: the same each time it is played.</summary>
/// <param name="Seed">What it was made from, and what the network's luck comes from.</param>
/// <param name="Replicas">The replicas that are there from the start.</param>
/// <param name="Options">The bounds within which replicas work.</param>
/// <param name="SyncsAtOnce">Durability <c>fsync</c>, or <c>os</c>.</param>
/// <param name="Steps">What happens, in order of time.</param>
public sealed record Story(
    int Seed, IReadOnlyList<ReplicaId> Replicas, ReplicaOptions Options, bool SyncsAtOnce, IReadOnlyList<Step> Steps);
