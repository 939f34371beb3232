using AkkaGrid.Core.Charging.Policies;
using AkkaGrid.Core.Charging.Simulation;

namespace AkkaGrid.Core.Tests.Charging.Simulation;

/// <summary>Short runs of what the benchmark runs at length: the order of the ways, not the figures.</summary>
[Trait("Speed", "Slow")]
public sealed class DispatchSimulationTests
{
    private const int Seed = 7;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(150);
    private static readonly SimulationSettings Settings = new();

    [Fact]
    public void The_same_seed_gives_the_same_result()
    {
        var settings = Settings with { ReportLoss = 0.2, MaxWait = TimeSpan.FromSeconds(5) };
        var (first, second) = (Busy(settings), Busy(settings));
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal(first with { Classes = [] }, second with { Classes = [] });
    }

    [Theory]
    [InlineData(RoutingPolicies.BestFit)]
    [InlineData(RoutingPolicies.WorstFit)]
    [InlineData(RoutingPolicies.LeastLoaded)]
    public void Nothing_is_refused_without_need_and_no_limit_is_passed_whatever_becomes_of_reports_and_however_far_away(
        string policy)
    {
        var measures = Busy(Settings with
        {
            Policy = policy,
            Latency = TimeSpan.FromMilliseconds(80),
            ReportEvery = TimeSpan.FromSeconds(5),
            ReportDelay = TimeSpan.FromSeconds(1),
            ReportLoss = 0.5,
            MinShare = 0.5m,
            MaxWait = TimeSpan.FromSeconds(1),
        });
        Assert.Equal(0, measures.AvoidableRejections);
        Assert.Equal(0, measures.CapacityViolations);
        Assert.InRange(measures.CountBlocking, 0.01, 0.3);
    }

    [Fact]
    public void The_closest_fit_refuses_less_than_even_loads_and_that_less_than_the_originals()
    {
        var best = Busy(Settings);
        var even = Busy(Settings with { Policy = RoutingPolicies.LeastLoaded });
        var original = OriginalSimulation.Run(SimulatedGrid.Three, Arrivals(), Settings.WarmUp, Seed);
        Assert.True(best.CountBlocking < even.CountBlocking && even.CountBlocking < original.CountBlocking);
        Assert.True(best.PowerBlocking < even.PowerBlocking && even.PowerBlocking < original.PowerBlocking);
        Assert.True(best.Jain > even.Jain);
        Assert.True(original.AvoidableRejections > 0);
    }

    [Fact]
    public void Counter_offers_and_patience_refuse_less()
    {
        var rigid = Busy(Settings);
        var flexible = Busy(Settings with { MinShare = 0.5m });
        var patient = Busy(Settings with { MaxWait = TimeSpan.FromSeconds(10) });
        Assert.True(flexible.CountBlocking < 0.85 * rigid.CountBlocking);
        Assert.True(patient.CountBlocking < 0.65 * rigid.CountBlocking);
        Assert.InRange(flexible.MeanGrant, 0.9, 0.99);
        Assert.InRange(patient.MeanWait.TotalSeconds, 0.1, 2);
    }

    [Fact]
    public void A_large_grid_at_seven_tenths_of_its_power_refuses_hardly_anything_though_reports_are_old()
    {
        var grid = SimulatedGrid.Of(30);
        var rate = Traffic.Rate(grid, Traffic.SizesWithLargest, 0.7);
        var arrivals = Traffic.Poisson(Seed, rate, TimeSpan.FromMinutes(10), Traffic.SizesWithLargest);
        var settings = Settings with { ReportEvery = TimeSpan.FromSeconds(50 / rate), ReportLoss = 0.1 };
        Assert.InRange(DispatchSimulation.Run(grid, arrivals, settings, Seed).CountBlocking, 0, 0.01);
    }

    [Fact]
    public void The_rush_hour_is_between_the_originals_and_what_is_possible()
    {
        var settings = Settings with { WarmUp = TimeSpan.Zero };
        var grid = SimulatedGrid.Original;
        double Accepted(Func<int, SimulationMeasures> run) =>
            SimulationMeasures.Sum([.. Enumerable.Range(1, 10).Select(run)]).Acceptance;

        var original = Accepted(seed => OriginalSimulation.Run(grid, Traffic.RushHour(seed), TimeSpan.Zero, seed));
        var ours = Accepted(seed => DispatchSimulation.Run(grid, Traffic.RushHour(seed), settings, seed));
        var patient = Accepted(seed => DispatchSimulation.Run(
            grid, Traffic.RushHour(seed), settings with { MaxWait = TimeSpan.FromSeconds(30) }, seed));
        var bound = Enumerable.Range(1, 10)
            .Average(seed => ClairvoyantBound.Acceptance(grid, [.. Traffic.RushHour(seed)]));

        Assert.InRange(original, 0.09, 0.14);
        Assert.InRange(ours, 0.22, 0.27);
        Assert.InRange(bound, 0.33, 0.38);
        Assert.True(patient > 0.33);
    }

    private static SimulationMeasures Busy(SimulationSettings settings) =>
        DispatchSimulation.Run(SimulatedGrid.Three, Arrivals(), settings, Seed);

    private static IEnumerable<Arrival> Arrivals() =>
        Traffic.Poisson(Seed, Traffic.Rate(SimulatedGrid.Three, Traffic.Sizes, 0.7), Length, Traffic.Sizes);
}
