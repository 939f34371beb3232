namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>Something that must not be.</summary>
/// <param name="Kind">What kind of thing; of two runs with the same kinds one may stand for the other.</param>
/// <param name="Message">What was seen.</param>
public sealed record Violation(string Kind, string Message)
{
    /// <summary>How the kinds begin that the history of the clients shows.</summary>
    public const string InHistory = "History.";
}
