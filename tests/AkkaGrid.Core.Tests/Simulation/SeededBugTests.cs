using AkkaGrid.Core.Tests.Simulation.Bugs;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Telling;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>
/// The simulator with one component broken: it notices, by what clients see or by what the disks hold in the end.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SeededBugTests
{
    private const int Calls = 200;

    [Fact]
    public void A_skipped_dependency_is_caught() => AssertSeen<SkippedDependency>(StoryKind.Busy);

    [Fact]
    public void A_dropped_stash_entry_is_caught() => AssertSeen<DroppedStashEntry>(StoryKind.Busy);

    [Fact]
    public void A_reused_dot_is_caught() => AssertSeen<ReusedDot>(StoryKind.Busy);

    [Fact]
    public void Last_writer_wins_by_wall_clock_is_caught() =>
        AssertCaught<WallClockWins>(StoryKind.Busy, "MissingContent");

    [Fact]
    public void A_fractured_batch_is_caught() => AssertSeen<FracturedBatch>(StoryKind.Busy);

    [Fact]
    public void An_update_applied_twice_is_caught() => AssertSeen<AppliedTwice>(StoryKind.Busy);

    [Fact]
    public void A_tombstone_collected_one_member_early_is_caught() => AssertSeen<EarlyCollection>(StoryKind.Busy);

    [Fact]
    public void A_tombstone_collected_before_a_lesser_one_is_caught() =>
        AssertCaught<CollectionOutOfOrder>(StoryKind.Busy, "CollectedOutOfOrder");

    [Fact]
    public void A_merge_that_only_adds_is_caught() => AssertSeen<AddingSnapshot>(StoryKind.Busy);

    [Fact]
    public void Acknowledging_before_the_disk_has_it_is_caught() =>
        AssertCaught<SpeakingTooEarly>(StoryKind.Busy, "AcknowledgedTooEarly");

    [Fact]
    public void A_state_that_replaces_is_caught() =>
        AssertCaught<ReplacingMerge>(StoryKind.TwoHistories, "MissingContent");

    /// <summary>
    /// Node 3 is retired, and has a value that is older than a delete that the others have collected. It meets node 1,
    /// which is on a backup that still has the tombstone, before node 2, which has not. A client that goes to and fro
    /// would see the value hidden behind the delete at one of them, and not at the other.
    /// </summary>
    [Fact]
    public void A_merge_that_reissues_nothing_is_caught()
    {
        var builder = new StoryBuilder(nodes: 3)
            .Put(2, 1, "k")
            .CutOff(3, 7, 3)
            .Put(3.5, 3, "k", client: 7)
            .Delete(4, 1, "k", client: 8)
            .Retire(5.5, 2, 3)
            .CutOff(8.9, 4, 2)
            .Restore(9, 1, age: 3.8, downFor: 0.2);
        for (var at = 13.0; at < 16; at += 0.1)
            builder.Get(at, 1, "k", client: 9).Get(at + 0.05, 2, "k", client: 9);
        var story = builder.Until(17).Build();

        var (whole, broken) = (Simulator.Play(story), Simulator.Play(story, new MergeWithoutReissue()));

        Assert.Empty(whole.Violations);
        Assert.Equal(1, whole.Counts.Retimed);
        Assert.NotEmpty(broken.Seen);
        Assert.Contains("DivergenceRepaired", broken.Kinds);
    }

    [Fact]
    public void Collection_at_plain_stability_is_caught() =>
        AssertCaught<CollectionAtStability>(StoryKind.Disks, "CollectedEarly");

    [Fact]
    public void An_empty_disk_that_takes_writes_at_once_is_caught() =>
        AssertCaught<HastyAdmission>(StoryKind.Disks, "AdmittedTooEarly");

    /// <summary>Node 3 is retired and does not know, node 2 is away: node 1 has no majority.</summary>
    [Fact]
    public void Retired_members_that_count_for_acknowledgements_are_caught()
    {
        var story = new StoryBuilder(nodes: 3)
            .CutOff(3, 3, 3).Retire(4.5, 1, 3).CutOff(5.9, 6, 2).PutWithMajority(7, 1, "k").Until(11).Build();

        Assert.Empty(Simulator.Play(story).Violations);
        Assert.Contains("AcknowledgedByTooFew", Simulator.Play(story, new RetiredAcknowledges()).Kinds);
    }

    [Fact]
    public void An_announcement_that_counts_at_once_is_caught() =>
        AssertCaught<CountedAtOnce>(StoryKind.Disks, "AcknowledgedWriteLost");

    [Fact]
    public void A_reissue_in_a_second_commit_is_caught() =>
        AssertCaught<LateReissue>(StoryKind.TwoHistories, "DivergenceRepaired");

    [Fact]
    public void An_update_delivered_against_the_horizon_is_caught() =>
        AssertCaught<HorizonIgnored>(StoryKind.Backups, "MissingContent");

    [Fact]
    public void A_reissued_version_that_keeps_its_timestamp_is_caught() =>
        AssertCaught<KeptTimestamp>(StoryKind.TwoHistories, "DivergenceRepaired");

    [Fact]
    public void An_epoch_that_is_read_of_the_winner_alone_is_caught() =>
        AssertCaught<EpochOfTheWinner>(StoryKind.Busy, "EpochWentBack");

    [Fact]
    public void Controls_that_are_read_of_the_winner_alone_are_caught() =>
        AssertCaught<ControlsOfTheWinner>(StoryKind.Busy, "ControlsLost");

    [Fact]
    public void A_session_that_is_read_of_the_winner_alone_is_caught() =>
        AssertCaught<SessionOfTheWinner>(StoryKind.Busy, "SessionLost");

    [Fact]
    public void A_replaced_session_that_is_not_kept_is_caught() =>
        AssertCaught<ReplacedSessionDropped>(StoryKind.Busy, "SessionDropped");

    [Fact]
    public void A_record_written_over_one_that_was_not_read_is_caught() =>
        AssertCaught<UnconditionalRecord>(StoryKind.Busy, "EpochWentBack");

    [Fact]
    public void A_vote_that_is_not_persisted_is_caught() => AssertCaught<UnwrittenVote>(StoryKind.Small, "VoteBroken");

    [Fact]
    public void A_vote_that_counts_longer_than_it_binds_is_caught() =>
        AssertCaught<LongCandidacy>(StoryKind.Disks, "FoundedWithoutMajority");

    [Fact]
    public void A_cluster_that_does_not_look_for_others_is_caught() =>
        AssertCaught<SilentCluster>(StoryKind.Growing, "ClustersApart");

    [Fact]
    public void A_failing_story_is_told_as_short_as_it_can_be()
    {
        static SimulationResult Play(Story story) => Simulator.Play(story, new ReusedDot());

        var whole = Enumerable.Range(1, 100).Select(seed => StoryTeller.Tell(StoryKind.Busy, seed, Calls))
            .First(story => Play(story).Seen.Contains("History.ReusedDot"));
        var (story, result) = Shrinker.Shrink(whole, Play, 1_000);

        Assert.InRange(story.Steps.Count, 2, 6);
        Assert.Contains("History.ReusedDot", Play(story).Seen);
        var text = Report.Of(story, result, "command");
        Assert.Contains($"Story Busy {whole.Seed}", text);
        Assert.Contains("command", text);
        Assert.All(story.Steps, step => Assert.Contains(step.ToString(), text));
    }

    /// <summary>A client sees it before long, and wherever one does, a look into the replicas shows it too.</summary>
    private static void AssertSeen<T>(StoryKind kind)
        where T : Saboteur, new()
    {
        const int Seeds = 100;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var result = Simulator.Play(StoryTeller.Tell(kind, seed, Calls), new T());
            if (!result.Seen.Any())
                continue;
            Assert.NotEmpty(result.Inside);
            return;
        }

        Assert.Fail($"no client saw it in {Seeds} stories");
    }

    /// <summary>The judge sees it in the way that is expected.</summary>
    private static void AssertCaught<T>(StoryKind kind, string violation)
        where T : Saboteur, new()
    {
        const int Seeds = 200;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            if (Simulator.Play(StoryTeller.Tell(kind, seed, Calls), new T()).Kinds.Contains(violation))
                return;
        }

        Assert.Fail($"it was not seen in {Seeds} stories");
    }
}
