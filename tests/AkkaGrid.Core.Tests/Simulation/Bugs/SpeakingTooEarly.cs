using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Writes are acknowledged, and updates sent, before they are on disk.</summary>
internal sealed class SpeakingTooEarly : Saboteur
{
    public override bool SpeaksBeforeCommit => true;
}
