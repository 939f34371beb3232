using AkkaGrid.Core.Causality;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A replica that starts again goes on as the incarnation that it was.</summary>
internal sealed class ReusedDot : Saboteur
{
    public override Incarnation Start(Incarnation fresh, Incarnation first) => first;
}
