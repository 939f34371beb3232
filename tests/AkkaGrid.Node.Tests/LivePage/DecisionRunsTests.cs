using AkkaGrid.Core.Charging;
using AkkaGrid.Node.LivePage;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class DecisionRunsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusals_that_follow_each_other_are_one_run_with_their_number_and_their_first_time()
    {
        var runs = DecisionRuns.Fold([Refused(9), Refused(8), Refused(2), Started(1), Started(0)], most: 12);

        Assert.Equal([3, 1, 1], runs.Select(run => run.Count));
        Assert.Equal([2.0, 1.0, 0.0], runs.Select(run => (run.Since - Start).TotalSeconds));
        Assert.Equal([9.0, 1.0, 0.0], runs.Select(run => (run.Decision.DecidedAt - Start).TotalSeconds));
        Assert.All(runs, run => Assert.False(run.MayBeMore));
    }

    [Fact]
    public void Refusals_do_not_push_out_what_was_decided_before_them()
    {
        var decisions = Enumerable.Range(1, 40).Reverse().Select(Refused).Append(Started(0)).ToList();

        Assert.Equal(
            ["none", "a"], DecisionRuns.Fold(decisions, most: 2).Select(run => run.Decision.SubstationId ?? "none"));
    }

    [Fact]
    public void A_run_that_reaches_the_oldest_known_decision_may_have_begun_before_it()
    {
        Assert.True(Assert.Single(DecisionRuns.Fold([Refused(1), Refused(0)], most: 12)).MayBeMore);
        Assert.False(Assert.Single(DecisionRuns.Fold([Started(0)], most: 12)).MayBeMore);
    }

    [Fact]
    public void Not_more_runs_are_shown_than_there_may_be()
    {
        Assert.Equal(2, DecisionRuns.Fold([Started(2), Refused(1), Started(0)], most: 2).Count);
        Assert.Empty(DecisionRuns.Fold([], most: 2));
    }

    private static Decision Started(int second) => Decided(second, SubstationId.Of("a"));

    private static Decision Refused(int second) => Decided(second, null);

    private static Decision Decided(int second, SubstationId? chosen) => new(
        SessionId.Of(IdempotencyKey.Of($"key-{second}")),
        Start.AddSeconds(second),
        new FencingEpoch(1, "node1"),
        "best-fit",
        Kilowatts.Of(11),
        chosen,
        []);
}
