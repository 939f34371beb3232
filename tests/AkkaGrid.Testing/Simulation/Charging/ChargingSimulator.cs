namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>Plays stories of a charging grid.</summary>
public static class ChargingSimulator
{
    /// <summary>Plays a story.</summary>
    /// <param name="story">The story.</param>
    /// <param name="saboteur">Breaks something; null for nothing.</param>
    public static ChargingResult Play(ChargingStory story, ChargingSaboteur? saboteur = null)
    {
        var world = new ChargingWorld(story, saboteur ?? new ChargingSaboteur());
        var violations = world.Run();
        return new ChargingResult(
            violations,
            world.Judge.AcceptedCount,
            world.Judge.SupersededCount,
            string.Join(", ", world.Judge.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}")));
    }
}

/// <summary>What came of a story.</summary>
/// <param name="Violations">What was found wrong, in order; empty where nothing was.</param>
/// <param name="Accepted">How many sessions were accepted.</param>
/// <param name="Superseded">How many sessions ended because another of their key stands.</param>
/// <param name="Outcomes">How many requests were answered in each way.</param>
public sealed record ChargingResult(IReadOnlyList<string> Violations, int Accepted, int Superseded, string Outcomes);
