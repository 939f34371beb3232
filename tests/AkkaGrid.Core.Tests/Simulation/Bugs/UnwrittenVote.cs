using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>
/// A vote for a founder is told, and not written to disk: the seed does not know it any more when it starts again.
/// </summary>
internal sealed class UnwrittenVote : Saboteur
{
    public override bool WritesVotes => false;
}
