using System.Diagnostics;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>The rounds of two variants, run in turn, so that whatever else the machine does meets both alike.</summary>
internal sealed class Comparison
{
    /// <summary>How many rounds count.</summary>
    public const int Rounds = 9;

    // The runtime compiles hot code again while it runs.
    private const int WarmUpRounds = 6;

    /// <summary>
    /// From when on no further round begins: a machine that is busy with other things is not to make a row endless.
    /// </summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(3);

    private readonly List<Sample> _ours = [];
    private readonly List<Sample> _theirs = [];

    private Comparison()
    {
    }

    /// <summary>What we do, as the table shows it.</summary>
    public string Ours => $"{OurRate:N0}/s, {OurCpu:N1} us{(_ours.Count < Rounds ? $", {_ours.Count} rounds" : "")}";

    /// <summary>What they do, as the table shows it.</summary>
    public string Theirs => $"{TheirRate:N0}/s, {TheirCpu:N1} us";

    /// <summary>Our median rate, in operations per second.</summary>
    public double OurRate => Median(_ours.Select(sample => sample.Rate));

    /// <summary>Their median rate, in operations per second.</summary>
    public double TheirRate => Median(_theirs.Select(sample => sample.Rate));

    /// <summary>Our median CPU time per operation, in microseconds.</summary>
    public double OurCpu => Median(_ours.Select(sample => sample.CpuMicroseconds));

    /// <summary>Their median CPU time per operation, in microseconds.</summary>
    public double TheirCpu => Median(_theirs.Select(sample => sample.CpuMicroseconds));

    /// <summary>The median over the rounds of our rate by theirs.</summary>
    public double RateRatio => Median(_ours.Zip(_theirs, (ours, theirs) => ours.Rate / theirs.Rate));

    /// <summary>The median over the rounds of our CPU time per operation by theirs.</summary>
    public double CpuRatio =>
        Median(_ours.Zip(_theirs, (ours, theirs) => ours.CpuMicroseconds / theirs.CpuMicroseconds));

    /// <summary>The rounds of several comparisons of the same two.</summary>
    public static Comparison Of(IEnumerable<Comparison> parts)
    {
        var all = new Comparison();
        foreach (var part in parts)
        {
            all._ours.AddRange(part._ours);
            all._theirs.AddRange(part._theirs);
        }

        return all;
    }

    /// <summary>Measures.</summary>
    public static async Task<Comparison> RunAsync(Variant ours, Variant theirs, int warmUps = WarmUpRounds)
    {
        var compared = new Comparison();
        var started = Stopwatch.GetTimestamp();
        for (var round = -warmUps;
            round < Rounds && (round <= 0 || Stopwatch.GetElapsedTime(started) < Budget);
            round++)
        {
            var (our, their) = (await ours.RunAsync(), await theirs.RunAsync());
            if (round >= 0)
            {
                compared._ours.Add(our);
                compared._theirs.Add(their);
            }

            Console.Error.WriteLine(
                $"{(round < 0 ? "warm-up" : $"round {round + 1}"),-8}  {Text(ours, our)}  {Text(theirs, their)}");
        }

        return compared;
    }

    /// <summary>The median of some numbers.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted.Count % 2 == 1
            ? sorted[sorted.Count / 2]
            : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Text(Variant variant, Sample sample) =>
        $"{variant.Name}: {sample.Rate,9:N0}/s {sample.CpuMicroseconds,8:N1} us";
}
