using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Telling;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>Stories that were played, and what came of them.</summary>
/// <param name="Failures">The kinds and seeds of those that went wrong.</param>
/// <param name="Summary">How many of each kind there were, and how much happened in them.</param>
internal sealed record StoryRun(ImmutableArray<(StoryKind Kind, int Seed)> Failures, string Summary)
{
    private const int Threads = 2;

    /// <summary>Plays stories, until one goes wrong.</summary>
    public static StoryRun Play(RunSettings settings)
    {
        var watch = Stopwatch.StartNew();
        var failures = new ConcurrentBag<(StoryKind Kind, int Seed)>();
        var counts = new ConcurrentDictionary<StoryKind, (int Stories, SimulationCounts Counts)>();
        var seeds = Partitioner.Create(settings.Seeds, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Threads }, (seed, loop) =>
        {
            if (watch.Elapsed > settings.Limit)
            {
                loop.Stop();
                return;
            }

            var kind = settings.KindOf(seed);
            var result = Simulator.Play(StoryTeller.Tell(kind, seed, settings.Calls));
            counts.AddOrUpdate(kind, (1, result.Counts), (_, sum) => (sum.Stories + 1, sum.Counts + result.Counts));
            if (result.Violations.Count == 0)
                return;
            failures.Add((kind, seed));
            loop.Stop();
        });

        var lines = counts.OrderBy(item => item.Key)
            .Select(item => $"{item.Value.Stories} {item.Key}: {item.Value.Counts}");
        return new StoryRun([.. failures.OrderBy(failure => failure.Seed)], string.Join(Environment.NewLine, lines));
    }

    /// <summary>Tells a story that goes wrong as short as it can be, and how to play it again.</summary>
    public static string Tell((StoryKind Kind, int Seed) failure, RunSettings settings)
    {
        var (kind, seed) = failure;
        var (story, result) = Shrinker.Shrink(
            StoryTeller.Tell(kind, seed, settings.Calls), story => Simulator.Play(story), settings.Shrinks);
        return Report.Of(
            story,
            result,
            $"AKKAGRID_KIND={kind} AKKAGRID_SEED={seed} AKKAGRID_CALLS={settings.Calls} dotnet test "
                + $"tests/AkkaGrid.Core.Tests --filter {nameof(SimulationTests)}");
    }
}
