using System.Globalization;
using AkkaGrid.Core.Verification;
using AkkaGrid.Testing.Simulation;
using Xunit.Abstractions;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>The store in virtual time, under whatever can happen to it.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Threads = 2;
    private const int PlaysToShrink = 500;

    private static readonly int Calls = Setting("AKKAGRID_CALLS", 3_000);

    [Fact]
    public void Whatever_happens_the_store_keeps_its_promises()
    {
        var first = Setting("AKKAGRID_SEED", 1);
        var count = Setting("AKKAGRID_SEEDS", 1_000);
        var answered = 0L;
        var failing = int.MaxValue;
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, (seed, loop) =>
        {
            var result = Simulator.Play(StoryTeller.Tell(seed, Calls));
            Interlocked.Add(ref answered, result.Answered);
            if (result.Flaws.Count == 0)
                return;
            loop.Stop();
            for (var known = failing; seed < known; known = failing)
                Interlocked.CompareExchange(ref failing, seed, known);
        });

        output.WriteLine($"{answered} calls answered in {count} stories");
        Assert.True(failing == int.MaxValue, failing == int.MaxValue ? "" : Tell(failing));
    }

    [Fact]
    public void A_story_is_the_same_each_time_it_is_played()
    {
        static string Play() => string.Join(
            "\n", Simulator.Play(StoryTeller.Tell(7, 1_000)).History.Select(HistoryFormat.Format));

        Assert.Equal(Play(), Play());
    }

    private static string Tell(int seed)
    {
        var (story, result) = Shrinker.Shrink(StoryTeller.Tell(seed, Calls), story => Simulator.Play(story), PlaysToShrink);
        return Report.Of(
            story,
            result,
            $"AKKAGRID_SEED={seed} AKKAGRID_SEEDS=1 AKKAGRID_CALLS={Calls} dotnet test tests/AkkaGrid.Core.Tests --filter {nameof(SimulationTests)}");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
