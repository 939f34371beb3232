using AkkaGrid.Testing.Simulation;
using Xunit.Abstractions;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>The store in virtual time, under whatever can happen to it.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Calls = 5_000;

    [Fact]
    public void Whatever_happens_the_store_keeps_its_promises()
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("AKKAGRID_SEED") ?? "1");
        var count = int.Parse(Environment.GetEnvironmentVariable("AKKAGRID_SEEDS") ?? "40");
        var answered = 0L;
        var w = System.Diagnostics.Stopwatch.StartNew();
        for (var seed = first; seed < first + count; seed++)
        {
            var result = Simulator.Play(StoryTeller.Tell(seed, Calls));
            answered += result.Answered;
            output.WriteLine($"seed {seed}: {result.Answered} answered of {result.History.Count}, {result.Flaws.Count} flaws {w.ElapsedMilliseconds} ms");
            foreach (var flaw in result.Flaws.Take(5))
                output.WriteLine($"    {flaw.Kind}: {flaw.Message}");
        }
    }
}
