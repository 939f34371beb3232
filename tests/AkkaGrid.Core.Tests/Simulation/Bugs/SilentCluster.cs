using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A cluster asks the seeds that it lacks only once whether they are in another one.</summary>
internal sealed class SilentCluster : Saboteur
{
    public override FormationSettings Configure(FormationSettings settings) =>
        settings with { MeetingInterval = TimeSpan.FromDays(1) };
}
