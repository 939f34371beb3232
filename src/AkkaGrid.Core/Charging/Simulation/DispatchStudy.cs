using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Compares the ways to dispatch, over loads, grids and the originals' rush hour, and holds the default to its bars.
/// </summary>
/// <param name="seeds">How many runs each row sums up.</param>
/// <param name="minutes">How many virtual minutes a run of the small grid lasts. Larger grids run shorter.</param>
/// <param name="onStep">Is told what is measured next.</param>
public sealed class DispatchStudy(int seeds, double minutes, Action<string> onStep)
{
    /// <summary>How many runs, where nothing else is asked for.</summary>
    public const int DefaultSeeds = 3;

    /// <summary>How many virtual minutes, where nothing else is asked for: then chance moves a share by about 0.2 %.</summary>
    public const double DefaultMinutes = 600;

    private const string RushHour = "rush hour";
    private const string CounterOffers = ", takes 50 % or more";
    private const string Patient = ", waits 30 s";
    private const int MostRushHours = 100;
    private const int RushHoursBounded = 10;
    private const double LeastMinutesOfLargeGrid = 20;
    private const int DecisionsPerReport = 50;

    private static readonly double[] Loads = [0.5, 0.7, 0.8, 0.9, 1.0, 1.2];
    private static readonly string[] Policies = [RoutingPolicies.BestFit, RoutingPolicies.WorstFit, RoutingPolicies.LeastLoaded];

    private readonly List<DispatchRow> _rows = [];

    /// <summary>Measures all of it.</summary>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public DispatchReport Run(CancellationToken cancel)
    {
        foreach (var load in Loads)
            Small(load, cancel);
        foreach (var load in new[] { 0.7, 0.9 })
        {
            Large(SimulatedGrid.Of(30), load, cancel);
            Large(SimulatedGrid.Of(300), load, cancel);
        }

        Rush(cancel);
        return new DispatchReport(seeds, minutes, _rows, Bars());
    }

    private void Small(double load, CancellationToken cancel)
    {
        var grid = SimulatedGrid.Three;
        var rate = Traffic.Rate(grid, Traffic.Sizes, load);
        IEnumerable<Arrival> Arrivals(int seed) => Traffic.Poisson(seed, rate, TimeSpan.FromMinutes(minutes), Traffic.Sizes);

        var settings = new SimulationSettings();
        var ways = Policies.Select(policy => (Way: policy, Settings: settings with { Policy = policy })).ToList();
        var best = RoutingPolicies.Default;
        ways.Add((best + ", reports 5 s apart, 10 % lost", settings with { ReportEvery = TimeSpan.FromSeconds(5), ReportLoss = 0.1 }));
        ways.Add((best + ", 100 ms away", settings with { Latency = TimeSpan.FromMilliseconds(100) }));
        ways.Add((best + CounterOffers, settings with { LeastShare = 0.5m }));
        ways.Add((best + ", waits 2.5 s", settings with { MaxWait = TimeSpan.FromSeconds(2.5) }));
        ways.Add((best + ", waits 10 s", settings with { MaxWait = TimeSpan.FromSeconds(10) }));
        foreach (var (way, with) in ways)
            Measure(grid.Name, load, way, seed => DispatchSimulation.Run(grid, Arrivals(seed), with, seed), seeds, cancel);
        Measure(grid.Name, load, "the originals'", seed => OriginalSimulation.Run(grid, Arrivals(seed), settings.WarmUp, seed), seeds, cancel);
        Pooled(grid, load, Traffic.Sizes);
    }

    private void Large(SimulatedGrid grid, double load, CancellationToken cancel)
    {
        var sizes = Traffic.SizesWithLargest;
        var rate = Traffic.Rate(grid, sizes, load);
        var share = (double)SimulatedGrid.Three.Plans.Count / grid.Plans.Count;
        var length = TimeSpan.FromMinutes(Math.Max(minutes * share, Math.Min(minutes, LeastMinutesOfLargeGrid)));
        IEnumerable<Arrival> Arrivals(int seed) => Traffic.Poisson(seed, rate, length, sizes);

        var settings = new SimulationSettings { ReportEvery = TimeSpan.FromSeconds(DecisionsPerReport / rate), ReportLoss = 0.1 };
        foreach (var policy in new[] { RoutingPolicies.BestFit, RoutingPolicies.LeastLoaded })
            Measure(
                grid.Name, load, FormattableString.Invariant($"{policy}, {DecisionsPerReport} decisions per report, 10 % lost"),
                seed => DispatchSimulation.Run(grid, Arrivals(seed), settings with { Policy = policy }, seed), seeds, cancel);
        Measure(grid.Name, load, "the originals'", seed => OriginalSimulation.Run(grid, Arrivals(seed), settings.WarmUp, seed), seeds, cancel);
        Pooled(grid, load, sizes);
    }

    private void Rush(CancellationToken cancel)
    {
        var grid = SimulatedGrid.Original;
        var runs = seeds * (int)Math.Clamp(minutes, 1, MostRushHours);
        var settings = new SimulationSettings { WarmUp = TimeSpan.Zero };
        var ways = Policies.Select(policy => (Way: policy, Settings: settings with { Policy = policy }))
            .Append((RoutingPolicies.Default + Patient, settings with { MaxWait = TimeSpan.FromSeconds(30) }));
        foreach (var (way, with) in ways)
            Measure(RushHour, null, way, seed => DispatchSimulation.Run(grid, Traffic.RushHour(seed), with, seed), runs, cancel);
        Measure(
            RushHour, null, "the originals'", seed => OriginalSimulation.Run(grid, Traffic.RushHour(seed), TimeSpan.Zero, seed), runs, cancel);

        var bound = Enumerable.Range(1, Math.Min(runs, seeds * RushHoursBounded))
            .Average(seed => ClairvoyantBound.Acceptance(grid, [.. Traffic.RushHour(seed)]));
        _rows.Add(new DispatchRow(RushHour, null, "bound of all that know the future", null, null, new Dictionary<int, double>(), bound));
    }

    private void Measure(
        string grid, double? load, string way, Func<int, SimulationMeasures> run, int runs, CancellationToken cancel)
    {
        onStep(FormattableString.Invariant($"{grid}{(load is null ? "" : " at load ")}{load}: {way}"));
        var each = new List<SimulationMeasures>(runs);
        for (var seed = 1; seed <= runs; seed++)
        {
            cancel.ThrowIfCancellationRequested();
            each.Add(run(seed));
        }

        var all = SimulationMeasures.Sum(each);
        _rows.Add(new DispatchRow(
            grid, load, way, all.CountBlocking, all.PowerBlocking, all.Classes.ToDictionary(size => size.Size, size => size.Blocking),
            all.Acceptance, all.Jain, all.AvoidableRejections, all.CapacityViolations, all.MeanWait.TotalSeconds, all.MeanGrant));
    }

    private void Pooled(SimulatedGrid grid, double load, IReadOnlyList<int> sizes)
    {
        var blocking = KaufmanRoberts.Blocking(
            grid.Capacity, [.. sizes.Select(size => new OfferedClass(size, load * grid.Capacity / sizes.Sum()))]);
        _rows.Add(new DispatchRow(
            grid.Name, load, "one pool (Kaufman-Roberts)", blocking.Average(),
            sizes.Zip(blocking, (size, share) => size * share).Sum() / sizes.Sum(),
            sizes.Zip(blocking).ToDictionary(size => size.First, size => size.Second)));
    }

    private List<DispatchBar> Bars()
    {
        var best = RoutingPolicies.Default;
        var small = SimulatedGrid.Three.Name;
        DispatchRow Row(string grid, double? load, string way) =>
            _rows.First(row => row.Grid == grid && row.Load == load && row.Way.StartsWith(way, StringComparison.Ordinal));
        return
        [
            AtMost("refused by count, load 0.5", Row(small, 0.5, best).Count, 0.092),
            AtMost("refused by power, load 0.5", Row(small, 0.5, best).Power, 0.21),
            AtMost("refused by count, load 0.8", Row(small, 0.8, best).Count, 0.165),
            AtMost("refused by power, load 0.8", Row(small, 0.8, best).Power, 0.36),
            AtMost("with counter-offers, load 0.5", Row(small, 0.5, best + CounterOffers).Count, 0.05),
            AtMost("with counter-offers, load 0.8", Row(small, 0.8, best + CounterOffers).Count, 0.12),
            AtMost("300 substations, 50 decisions per report", Row(SimulatedGrid.Of(300).Name, 0.7, best).Count, 0.002),
            AtLeast("rush hour accepted", Row(RushHour, null, best).Accepted, 0.23),
            AtLeast("rush hour accepted with 30 s of patience", Row(RushHour, null, best + Patient).Accepted, 0.33),
            AtMost("avoidable rejections", Ours.Sum(row => row.Avoidable), 0),
            AtMost("capacity violations", Ours.Sum(row => row.Violations), 0),
        ];
    }

    private IEnumerable<DispatchRow> Ours => _rows.Where(row => Policies.Any(policy => row.Way.StartsWith(policy, StringComparison.Ordinal)));

    private static DispatchBar AtMost(string what, double? measured, double limit) => new(what, measured!.Value, limit, IsFloor: false);

    private static DispatchBar AtLeast(string what, double? measured, double limit) => new(what, measured!.Value, limit, IsFloor: true);
}
