using AkkaGrid.Core.Tests.Simulation.Bugs;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>The simulator with one component broken: it notices, by what clients see and by what replicas hold.</summary>
public sealed class SeededBugTests
{
    private const int Seeds = 100;
    private const int Calls = 2_000;

    [Fact]
    public void A_skipped_dependency_is_caught() => AssertCaught<SkippedDependency>();

    [Fact]
    public void A_dropped_stash_entry_is_caught() => AssertCaught<DroppedStashEntry>();

    [Fact]
    public void A_reused_dot_is_caught() => AssertCaught<ReusedDot>();

    [Fact]
    public void Last_writer_wins_by_wall_clock_is_caught() => AssertCaught<WallClockWins>();

    [Fact]
    public void A_fractured_batch_is_caught() => AssertCaught<FracturedBatch>();

    [Fact]
    public void An_update_applied_twice_is_caught() => AssertCaught<AppliedTwice>();

    [Fact]
    public void A_tombstone_collected_one_member_early_is_caught() => AssertCaught<EarlyCollection>();

    [Fact]
    public void A_snapshot_that_only_adds_is_caught() => AssertCaught<AddingSnapshot>();

    [Fact]
    public void Acknowledging_before_the_disk_has_it_is_caught() => AssertCaught<SpeakingTooEarly>();

    [Fact]
    public void A_failing_story_is_told_as_short_as_it_can_be()
    {
        static SimulationResult Play(Story story) => Simulator.Play(story, new ReusedDot());

        var whole = StoryTeller.Tell(1, Calls);
        var (story, result) = Shrinker.Shrink(whole, Play, 1_000);

        Assert.InRange(story.Steps.Count, 2, 6);
        Assert.Contains("History.ReusedDot", Play(story).Seen);
        var text = Report.Of(story, result, "command");
        Assert.Contains("Seed 1", text);
        Assert.Contains("command", text);
        Assert.All(story.Steps, step => Assert.Contains(step.ToString(), text));
    }

    /// <summary>A client sees it before long, and wherever one does, a look into the replicas shows it too.</summary>
    private static void AssertCaught<T>()
        where T : Saboteur, new()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var result = Simulator.Play(StoryTeller.Tell(seed, Calls), new T());
            if (!result.Seen.Any())
                continue;
            Assert.NotEmpty(result.Inside);
            return;
        }

        Assert.Fail($"no client saw it in {Seeds} stories");
    }
}
