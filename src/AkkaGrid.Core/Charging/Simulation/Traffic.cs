namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>Draws the vehicles of a run. The same seed draws the same vehicles, whatever places them.</summary>
public static class Traffic
{
    /// <summary>The sizes in kW that come equally often; each fits the smallest grid.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [7, 11, 22, 50, 100];

    /// <summary>The same, and the 150 kW that fit none of the originals' substations.</summary>
    public static IReadOnlyList<int> SizesWithLargest { get; } = [7, 11, 22, 50, 100, 150];

    private const int RushHourClients = 10;
    private static readonly TimeSpan RushHourLength = TimeSpan.FromSeconds(60);
    private static readonly Priority[] RushHourMix =
        [Priority.Low, Priority.Normal, Priority.Normal, Priority.Normal, Priority.High];

    /// <summary>How many vehicles come per second so that the load on a grid is so high.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="sizes">The sizes, which come equally often.</param>
    /// <param name="load">The power that is asked for over the power that is there.</param>
    public static double Rate(SimulatedGrid grid, IReadOnlyList<int> sizes, double load) =>
        load * grid.Capacity / (sizes.Average() * SimulatedGrid.EqualDuration.TotalSeconds);

    /// <summary>Poisson arrivals, exponential durations, sizes that come equally often.</summary>
    /// <param name="seed">What the chance follows from.</param>
    /// <param name="rate">Vehicles per second.</param>
    /// <param name="length">For how long they come.</param>
    /// <param name="sizes">What they ask for, in kW.</param>
    public static IEnumerable<Arrival> Poisson(int seed, double rate, TimeSpan length, IReadOnlyList<int> sizes)
    {
        var random = new Random(seed);
        for (var at = Exponential(random) / rate; at < length.TotalSeconds; at += Exponential(random) / rate)
            yield return new Arrival(
                TimeSpan.FromSeconds(at), sizes[random.Next(sizes.Count)], Priority.Normal, Exponential(random));
    }

    /// <summary>
    /// The originals' load test: ten clients for a minute that each pause 0.1 to 2 s between requests. Nobody waits for
    /// the answer, so that every policy, and every patience, meets the same requests.
    /// </summary>
    /// <param name="seed">What the chance follows from.</param>
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

    // Never zero: a session lasts.
    private static double Exponential(Random random) => Math.Max(-Math.Log(1 - random.NextDouble()), 1e-6);
}
