using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A candidate counts votes for much longer than they bind some of the seeds.</summary>
internal sealed class LongCandidacy : Saboteur
{
    public override FormationSettings Configure(FormationSettings settings) =>
        settings.Seeds.IndexOf(settings.Self) % 2 == 1
            ? settings with { VoteLease = settings.VoteLease / 50 }
            : settings;
}
