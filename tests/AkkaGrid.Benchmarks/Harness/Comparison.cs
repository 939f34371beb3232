namespace AkkaGrid.Benchmarks.Harness;

/// <summary>The rounds of two variants, run in turn, so that whatever else the machine does meets both alike.</summary>
internal sealed class Comparison
{
    /// <summary>How many rounds count.</summary>
    public const int Rounds = 9;

    // The runtime compiles hot code again while it runs.
    private const int WarmUpRounds = 3;

    private readonly Sample[] _ours;
    private readonly Sample[] _theirs;

    private Comparison(Sample[] ours, Sample[] theirs) => (_ours, _theirs) = (ours, theirs);

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
    public double CpuRatio => Median(_ours.Zip(_theirs, (ours, theirs) => ours.CpuMicroseconds / theirs.CpuMicroseconds));

    /// <summary>Measures.</summary>
    public static async Task<Comparison> RunAsync(Variant ours, Variant theirs, int rounds = Rounds, int warmUps = WarmUpRounds)
    {
        var samples = (Ours: new Sample[rounds], Theirs: new Sample[rounds]);
        for (var round = -warmUps; round < rounds; round++)
        {
            var (our, their) = (await ours.RunAsync(), await theirs.RunAsync());
            if (round >= 0)
                (samples.Ours[round], samples.Theirs[round]) = (our, their);
            Console.Error.WriteLine(
                $"{(round < 0 ? "warm-up" : $"round {round + 1}"),-8}  {Text(ours, our)}  {Text(theirs, their)}");
        }

        return new Comparison(samples.Ours, samples.Theirs);
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
