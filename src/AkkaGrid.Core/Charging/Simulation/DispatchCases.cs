using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The cases that a <see cref="DispatchStudy"/> compares.</summary>
/// <param name="seeds">How many runs each row aggregates.</param>
/// <param name="minutes">How many virtual minutes a run of the small grid lasts.</param>
/// <param name="cancellationToken">Cancels the runs.</param>
internal sealed class DispatchCases(int seeds, double minutes, CancellationToken cancellationToken)
{
    /// <summary>The suffix of the setup whose vehicles accept less where the full amount does not fit.</summary>
    public const string CounterOffers = ", takes 50 % or more";

    /// <summary>The suffix of the setup whose vehicles wait for as long as half a rush hour.</summary>
    public const string Patient = ", waits 30 s";

    private const string Originals = "the originals'";
    private const int RushHoursPerSeed = 20;
    private const int DecisionsPerReport = 50;

    // The bars of these cases are close to their results, so they need more runs.
    private const int CounterOffersPerSeed = 5;
    private static readonly double[] LoadsOfCounterOffersHeld = [0.5, 0.8];

    // A large grid sees as many vehicles in these minutes as the small one in hours, and each of its decisions costs
    // more.
    private const double MinutesOfLargeGrid = 20;
    private const int SeedsOfLargeGrid = 3;

    // Cases without a bar are run once: with so many vehicles the random error is small.
    private const int SeedsOfLargeGridUnheld = 1;

    /// <summary>The policies that run in the production dispatcher.</summary>
    public static IReadOnlyList<string> Policies { get; } =
        [RoutingPolicies.BestFit, RoutingPolicies.WorstFit, RoutingPolicies.LeastLoaded];

    /// <summary>The loads of the small grid.</summary>
    public static IReadOnlyList<double> Loads { get; } = [0.5, 0.7, 0.8, 0.9, 1.0, 1.2];

    /// <summary>The loads of the large grids.</summary>
    public static IReadOnlyList<double> LoadsOfLargeGrids { get; } = [0.7, 0.9];

    /// <summary>The large grids.</summary>
    public static IReadOnlyList<SimulatedGrid> LargeGrids { get; } = [SimulatedGrid.Of(30), SimulatedGrid.Of(300)];

    /// <summary>How many rush hours are measured.</summary>
    public int RushHours => seeds * RushHoursPerSeed;

    /// <summary>All cases.</summary>
    public IEnumerable<DispatchCase> All() =>
    [
        .. Loads.SelectMany(Small),
        .. LargeGrids.SelectMany(grid => LoadsOfLargeGrids.SelectMany(load => Large(grid, load))),
        .. Rush(),
    ];

    private IEnumerable<DispatchCase> Small(double load)
    {
        var grid = SimulatedGrid.Three;
        var rate = Traffic.Rate(grid, Traffic.Sizes, load);
        IEnumerable<Arrival> Arrivals(int seed) =>
            Ending(Traffic.Poisson(seed, rate, TimeSpan.FromMinutes(minutes), Traffic.Sizes));

        var settings = new SimulationSettings();
        var best = RoutingPolicies.Default;
        IEnumerable<(string Way, SimulationSettings With)> ways =
        [
            .. Policies.Select(policy => (policy, settings with { Policy = policy })),
            (best + ", reports 5 s apart and 5 s old, 10 % lost",
                settings with
                {
                    ReportEvery = TimeSpan.FromSeconds(5),
                    ReportDelay = TimeSpan.FromSeconds(5),
                    ReportLoss = 0.1
                }),
            (best + ", 100 ms away", settings with { Latency = TimeSpan.FromMilliseconds(100) }),
            (best + ", waits 2.5 s", settings with { MaxWait = TimeSpan.FromSeconds(2.5) }),
            (best + ", waits 10 s", settings with { MaxWait = TimeSpan.FromSeconds(10) }),
        ];
        foreach (var (way, with) in ways)
            yield return new(
                grid.Name, load, way, seeds, seed => DispatchSimulation.Run(grid, Arrivals(seed), with, seed));
        yield return new(
            grid.Name, load, best + CounterOffers,
            LoadsOfCounterOffersHeld.Contains(load) ? seeds * CounterOffersPerSeed : seeds,
            seed => DispatchSimulation.Run(grid, Arrivals(seed), settings with { MinShare = 0.5m }, seed));
        yield return new(
            grid.Name, load, Originals, seeds, seed =>
                OriginalSimulation.Run(grid, Arrivals(seed), settings.WarmUp, seed));
    }

    private IEnumerable<DispatchCase> Large(SimulatedGrid grid, double load)
    {
        var rate = Traffic.Rate(grid, Traffic.SizesWithLargest, load);
        IEnumerable<Arrival> Arrivals(int seed) => Ending(Traffic.Poisson(
            seed, rate, TimeSpan.FromMinutes(Math.Min(minutes, MinutesOfLargeGrid)), Traffic.SizesWithLargest));

        var settings = new SimulationSettings
        {
            ReportEvery = TimeSpan.FromSeconds(DecisionsPerReport / rate),
            ReportLoss = 0.1
        };
        foreach (var policy in new[] { RoutingPolicies.BestFit, RoutingPolicies.LeastLoaded })
            yield return new(
                grid.Name,
                load,
                FormattableString.Invariant($"{policy}, {DecisionsPerReport} decisions per report, 10 % lost"),
                policy == RoutingPolicies.Default ? Math.Min(seeds, SeedsOfLargeGrid) : SeedsOfLargeGridUnheld,
                seed => DispatchSimulation.Run(grid, Arrivals(seed), settings with { Policy = policy }, seed));
        yield return new(
            grid.Name, load, Originals, SeedsOfLargeGridUnheld,
            seed => OriginalSimulation.Run(grid, Arrivals(seed), settings.WarmUp, seed));
    }

    private IEnumerable<DispatchCase> Rush()
    {
        var grid = SimulatedGrid.Original;
        var settings = new SimulationSettings { WarmUp = TimeSpan.Zero };
        var ways = Policies.Select(policy => (Way: policy, With: settings with { Policy = policy }))
            .Append((RoutingPolicies.Default + Patient, settings with { MaxWait = TimeSpan.FromSeconds(30) }));
        foreach (var (way, with) in ways)
            yield return new(
                DispatchStudy.RushHour, null, way, RushHours, seed =>
                    DispatchSimulation.Run(grid, Ending(Traffic.RushHour(seed)), with, seed));
        yield return new(
            DispatchStudy.RushHour, null, Originals, RushHours,
            seed => OriginalSimulation.Run(grid, Ending(Traffic.RushHour(seed)), settings.WarmUp, seed));
    }

    /// <summary>Ends the arrivals of a long run when it is cancelled.</summary>
    private IEnumerable<Arrival> Ending(IEnumerable<Arrival> arrivals)
    {
        foreach (var arrival in arrivals)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return arrival;
        }
    }
}
