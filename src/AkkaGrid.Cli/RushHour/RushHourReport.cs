namespace AkkaGrid.Cli.RushHour;

/// <summary>
/// How a rush hour went, counted as the originals' load tester counts; but what no answer came to, which is a fault of
/// the grid or of the network and no refusal, is counted apart.
/// </summary>
/// <param name="Seed">The seed that repeats its requests.</param>
/// <param name="DurationSeconds">How long it ran.</param>
/// <param name="Successful">Answered with 200.</param>
/// <param name="Rejected">Answered with 503.</param>
/// <param name="Failed">Answered otherwise.</param>
/// <param name="Unanswered">Not answered.</param>
/// <param name="ResponseTime">Of all requests that were answered; null where none was.</param>
/// <param name="Reasons">How many of those that were not successful there were for each reason.</param>
internal sealed record RushHourReport(
    int Seed,
    double DurationSeconds,
    int Successful,
    int Rejected,
    int Failed,
    int Unanswered,
    ResponseTimes? ResponseTime,
    IReadOnlyDictionary<string, int> Reasons)
{
    /// <summary>How many requests were made.</summary>
    public int Total => Successful + Rejected + Failed + Unanswered;

    /// <summary>How many were made in a second.</summary>
    public double RequestsPerSecond => DurationSeconds > 0 ? Total / DurationSeconds : 0;

    /// <summary>A count as a share of all requests, in percent.</summary>
    public double PercentOf(int count) => Total == 0 ? 0 : 100.0 * count / Total;
}

/// <summary>Response times in milliseconds.</summary>
/// <param name="MeanMs">The arithmetic mean.</param>
/// <param name="LeastMs">The shortest.</param>
/// <param name="GreatestMs">The longest.</param>
internal sealed record ResponseTimes(double MeanMs, double LeastMs, double GreatestMs);
