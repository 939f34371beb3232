using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using AkkaGrid.Testing.Simulation.Charging;
using Xunit.Abstractions;

namespace AkkaGrid.Core.Tests.Simulation.Charging;

/// <summary>A charging grid in virtual time, under whatever can happen to it.</summary>
[Trait("Speed", "Slow")]
public sealed class ChargingSimulationTests(ITestOutputHelper output)
{
    private const int Threads = 2;

    // As a story of charging takes several times as long as one of the store.
    private const int SeedsOfTheStoreForOne = 4;
    private const int DefaultSeeds = 100;

    private static readonly ChargingFaults[] Kinds =
    [
        ChargingFaults.All,
        ChargingFaults.Freezes,
        ChargingFaults.Partitions,
        ChargingFaults.Kills | ChargingFaults.Clocks,
        ChargingFaults.All,
        ChargingFaults.Messages,
        ChargingFaults.Freezes | ChargingFaults.Messages,
        ChargingFaults.None,
        ChargingFaults.Records | ChargingFaults.Kills,
        ChargingFaults.Leaves,
        ChargingFaults.Kills,
        ChargingFaults.All & ~ChargingFaults.Clocks,
    ];

    /// <summary>
    /// Half of the stories are the same each time, half are new each time: a quarter as many as AKKAGRID_SEEDS says. By
    /// hand: AKKAGRID_CHARGING_SEED for one seed, with AKKAGRID_CHARGING_FAULTS for its faults.
    /// </summary>
    [Fact]
    public void Whatever_happens_charging_keeps_its_promises()
    {
        var results = new ConcurrentBag<(ChargingStory Story, ChargingResult Result)>();
        Parallel.ForEach(Stories(), new ParallelOptions { MaxDegreeOfParallelism = Threads }, (story, loop) =>
        {
            var result = ChargingSimulator.Play(story);
            results.Add((story, result));
            if (result.Violations.Count > 0)
                loop.Stop();
        });

        output.WriteLine(
            $"{results.Count} stories, {results.Sum(item => item.Result.Accepted)} sessions, " +
            $"{results.Sum(item => item.Result.Superseded)} of them superseded");
        Assert.All(
            results.OrderBy(item => item.Story.Seed),
            item => Assert.True(item.Result.Violations.Count == 0, Tell(item.Story, item.Result)));
    }

    private static IEnumerable<ChargingStory> Stories()
    {
        if (Number("AKKAGRID_CHARGING_SEED") is { } seed)
        {
            var faults = Environment.GetEnvironmentVariable("AKKAGRID_CHARGING_FAULTS");
            return [new ChargingStory(
                seed, string.IsNullOrEmpty(faults) ? ChargingFaults.All : Enum.Parse<ChargingFaults>(faults))];
        }

        var half = Math.Max(1, (Number("AKKAGRID_SEEDS") ?? DefaultSeeds) / SeedsOfTheStoreForOne / 2);
        var fresh = RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue / 2);
        return Enumerable.Range(1, half).Concat(Enumerable.Range(fresh, half))
            .Select(one => new ChargingStory(one, Kinds[one % Kinds.Length]));
    }

    private static string Tell(ChargingStory story, ChargingResult result) => string.Join(
        Environment.NewLine,
        result.Violations.Take(10).Prepend(
            $"AKKAGRID_CHARGING_SEED={story.Seed} AKKAGRID_CHARGING_FAULTS=\"{story.Faults}\" dotnet test "
            + $"tests/AkkaGrid.Core.Tests --filter {nameof(ChargingSimulationTests)}"));

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
