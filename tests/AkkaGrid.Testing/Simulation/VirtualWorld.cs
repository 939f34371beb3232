using AkkaGrid.Testing.Simulation.Formation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What all nodes of a simulation share.</summary>
/// <param name="Chance">Where all luck comes from.</param>
/// <param name="Time">The clock.</param>
/// <param name="Links">The network.</param>
/// <param name="Settings">What holds for all nodes.</param>
/// <param name="Witness">Looks on.</param>
/// <param name="Saboteur">Breaks things.</param>
/// <param name="Grid">The nodes on their way into clusters.</param>
public sealed record VirtualWorld(
    Chance Chance,
    VirtualTime Time,
    VirtualLinks Links,
    StorySettings Settings,
    Witness Witness,
    Saboteur Saboteur,
    VirtualGrid Grid);
