using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What all replicas of a simulation share.</summary>
/// <param name="Chance">Where all luck comes from.</param>
/// <param name="Time">The clock.</param>
/// <param name="Links">The network.</param>
/// <param name="Options">The bounds of each replica.</param>
/// <param name="SyncsAtOnce">Whether what is committed is durable.</param>
/// <param name="Witness">Who looks on.</param>
/// <param name="Saboteur">Who breaks things.</param>
public sealed record VirtualWorld(
    Chance Chance,
    VirtualTime Time,
    VirtualLinks Links,
    ReplicaOptions Options,
    bool SyncsAtOnce,
    Witness Witness,
    Saboteur Saboteur);
