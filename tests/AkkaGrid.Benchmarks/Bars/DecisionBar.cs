using System.Globalization;
using AkkaGrid.Benchmarks.Charging;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>What the balancer computes for one request on a large grid, in processor time.</summary>
internal static class DecisionBar
{
    private const int Substations = 300;
    private const int Decisions = 20_000;
    private const int Rounds = 9;
    private const int RoundsBefore = 3;
    private const double MostMicroseconds = 20;

    /// <summary>
    /// The median of some rounds, after some that are not counted: the runtime compiles anew what runs often.
    /// </summary>
    public static Task<IReadOnlyList<Bar>> RunAsync()
    {
        var course = new DispatcherBenchmarks { Substations = Substations, Policy = RoutingPolicies.Default };
        course.Prepare();
        var rounds =
            Enumerable.Range(0, RoundsBefore + Rounds).Select(_ => Round(course)).Skip(RoundsBefore).Order().ToArray();
        return Task.FromResult<IReadOnlyList<Bar>>(
        [
            Bar.AtMost(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a decision and its answer, {Substations} substations, {RoutingPolicies.Default}"),
                rounds[Rounds / 2],
                MostMicroseconds,
                string.Create(CultureInfo.InvariantCulture, $"{rounds[0]:0.0} to {rounds[^1]:0.0} us"),
                "",
                "0.0 us"),
        ]);
    }

    private static double Round(DispatcherBenchmarks course)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Decisions; i++)
            course.Decide();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Decisions;
    }
}
