using System.Text;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Tells what went wrong in a story, as text for the one who is to find out why.</summary>
public static class Report
{
    private const int MaxViolations = 8;
    private const int MaxOperations = 60;

    /// <summary>Tells a story.</summary>
    /// <param name="story">The story, as short as it got.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="command">How to play the whole story again.</param>
    public static string Of(Story story, SimulationResult result, string command)
    {
        var text = new StringBuilder();
        text.AppendLine($"Story {story.Kind} {story.Seed} goes wrong. To play it again: {command}");
        text.AppendLine(
            $"The shortest story that was found has {story.Steps.Count} steps, with "
            + $"{string.Join(", ", story.Nodes.Select(node => node.Name))} ({story.Nodes.Max(node => node.Seeds)} "
            + $"seeds), durability {(story.Settings.SyncsAtOnce ? "fsync" : "os")}:");
        foreach (var step in story.Steps)
            text.AppendLine($"  {step}");
        text.AppendLine("Then everything heals and settles. What was wrong:");
        foreach (var violation in result.Violations.Take(MaxViolations))
            text.AppendLine($"  {violation.Kind}: {violation.Message}");
        if (result.History.Count > MaxOperations)
            return text.ToString();
        text.AppendLine("What the clients saw:");
        foreach (var operation in result.History)
            text.AppendLine("  " + HistoryFormat.Format(operation));
        return text.ToString();
    }
}
