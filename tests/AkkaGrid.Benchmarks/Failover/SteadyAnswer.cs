using System.Diagnostics;

namespace AkkaGrid.Benchmarks.Failover;

/// <summary>What became of a request.</summary>
/// <param name="Sent">When it was sent, in ticks of the stopwatch.</param>
/// <param name="Answered">When it was answered, or given up.</param>
/// <param name="Outcome"><see cref="Accepted"/>, <see cref="None"/>, or the status and kind of the refusal.</param>
internal sealed record SteadyAnswer(long Sent, long Answered, string Outcome)
{
    public const string Accepted = "accepted";

    public const string None = "none";

    public double Seconds => Stopwatch.GetElapsedTime(Sent, Answered).TotalSeconds;

    public bool IsAccepted => Outcome == Accepted;
}
