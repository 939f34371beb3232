namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>Generates the arrivals of a run. The same seed gives the same arrivals for every policy.</summary>
public static class Traffic
{
    /// <summary>The sizes in kW, all equally frequent; each fits the smallest grid.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [7, 11, 22, 50, 100];

    /// <summary>The same, and 150 kW, which fits none of the original system's substations.</summary>
    public static IReadOnlyList<int> SizesWithLargest { get; } = [7, 11, 22, 50, 100, 150];

    private const int RushHourClients = 10;
    private static readonly TimeSpan RushHourLength = TimeSpan.FromSeconds(60);
    private static readonly Priority[] RushHourMix =
        [Priority.Low, Priority.Normal, Priority.Normal, Priority.Normal, Priority.High];

    /// <summary>The arrivals per second that give a load on a grid.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="sizes">The sizes, all equally frequent.</param>
    /// <param name="load">The requested power divided by the capacity.</param>
    public static double Rate(SimulatedGrid grid, IReadOnlyList<int> sizes, double load) =>
        load * grid.Capacity / (sizes.Average() * SimulatedGrid.EqualDuration.TotalSeconds);

    /// <summary>Poisson arrivals with exponential durations and equally frequent sizes.</summary>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="rate">Arrivals per second.</param>
    /// <param name="length">How long vehicles arrive.</param>
    /// <param name="sizes">The sizes, in kW.</param>
    public static IEnumerable<Arrival> Poisson(int seed, double rate, TimeSpan length, IReadOnlyList<int> sizes)
    {
        var random = new Random(seed);
        for (var at = Exponential(random) / rate; at < length.TotalSeconds; at += Exponential(random) / rate)
            yield return new Arrival(
                TimeSpan.FromSeconds(at), sizes[random.Next(sizes.Count)], Priority.Normal, Exponential(random));
    }

    /// <summary>
    /// The original system's load test: for a minute, ten clients each pause 0.1 to 2 s between requests. They do not
    /// wait for answers, so that every policy and every wait budget faces the same requests.
    /// </summary>
    /// <param name="seed">The seed of the random numbers.</param>
    public static IEnumerable<Arrival> RushHour(int seed)
    {
        var random = new Random(seed);
        var arrivals = new List<Arrival>();
        for (var client = 0; client < RushHourClients; client++)
            for (var at = TimeSpan.Zero;
                at < RushHourLength;
                at += TimeSpan.FromSeconds(0.1 + (1.9 * random.NextDouble())))
                arrivals.Add(new Arrival(
                    at,
                    SizesWithLargest[random.Next(SizesWithLargest.Count)],
                    RushHourMix[random.Next(RushHourMix.Length)],
                    SessionDuration.MinFactor
                        + (random.NextDouble() * (SessionDuration.MaxFactor - SessionDuration.MinFactor))));
        return arrivals.OrderBy(arrival => arrival.At);
    }

    // Never zero, because a session has a duration.
    private static double Exponential(Random random) => Math.Max(-Math.Log(1 - random.NextDouble()), 1e-6);
}
