using System.Diagnostics;
using System.Globalization;

namespace AkkaGrid.Benchmarks.Failover;

/// <summary>What the clients saw of one fault.</summary>
/// <param name="Requests">How many requests there were.</param>
/// <param name="Gap">The longest time from one acceptance to the next at one edge, in seconds.</param>
/// <param name="Latency">The longest that an accepted request took, in seconds.</param>
/// <param name="Refused">How many were answered otherwise, or not at all, by what they were told.</param>
internal sealed record FailoverSample(
    int Requests, double Gap, double Latency, IReadOnlyDictionary<string, int> Refused)
{
    /// <param name="struckAt">When the fault was made, in ticks of the stopwatch.</param>
    /// <param name="byEdge">The answers of each edge.</param>
    public static FailoverSample Of(long struckAt, IReadOnlyList<IReadOnlyCollection<SteadyAnswer>> byEdge)
    {
        var all = byEdge.SelectMany(answers => answers).ToList();
        return new FailoverSample(
            all.Count,
            byEdge.Max(answers => LongestGap(struckAt, answers)),
            all.Where(answer => answer.IsAccepted && answer.Answered > struckAt).Max(answer => answer.Seconds),
            all.Where(answer => !answer.IsAccepted).CountBy(answer => answer.Outcome).ToDictionary());
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Gap:0.00} s without an acceptance, up to {Latency:0.00} s for one, {string.Join(", ", Refused.Select(entry => $"{entry.Value} {entry.Key}").DefaultIfEmpty("none refused"))}");

    private static double LongestGap(long struckAt, IEnumerable<SteadyAnswer> answers)
    {
        var times = answers.Where(answer => answer.IsAccepted).Select(answer => answer.Answered).Order().ToList();
        return times.Zip(times.Skip(1))
            .Where(pair => pair.Second > struckAt)
            .Max(pair => Stopwatch.GetElapsedTime(pair.First, pair.Second).TotalSeconds);
    }
}
