using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class CausalStashTests
{
    private static readonly StashLimits Unlimited = new(int.MaxValue, long.MaxValue);

    [Fact]
    public void Updates_come_out_in_the_causal_order_of_a_naive_model_whatever_the_arrival() =>
        Gen.Select(Executions.All, Gen.Int, Gen.Double[0, 0.4], Gen.Double[0, 0.4])
            .Sample((execution, seed, loss, duplication) =>
            {
                var arrivals = Executions.Arrivals(execution, new Random(seed), loss, duplication);
                var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);
                var naive = new NaiveStash(VectorClock.Empty);
                foreach (var message in arrivals)
                {
                    stash.Add(message.Dot, message.Dependencies, 0, 1);
                    naive.Add(message);
                    var taken = new HashSet<Dot>();
                    while (stash.TryTake(out var dot, out _))
                    {
                        Assert.True(naive.CanDeliver(dot));
                        naive.Deliver(dot);
                        taken.Add(dot);
                    }

                    Assert.Empty(naive.Deliverable);
                    Assert.Equal(naive.Delivered, stash.Delivered);
                    Assert.Equal(naive.Count, stash.Count);
                }
            });

    [Fact]
    public void With_a_bounded_stash_everything_arrives_once_what_was_dropped_is_sent_again() =>
        Gen.Select(Executions.All, Gen.Int, Gen.Int[1, 4]).Sample((execution, seed, limit) =>
        {
            var random = new Random(seed);
            var stash = new CausalStash<int>(VectorClock.Empty, new StashLimits(limit, long.MaxValue));
            var all = VectorClock.Of(execution.Select(message => message.Dot));
            for (var round = 0; !stash.Delivered.Equals(all); round++)
            {
                Assert.InRange(round, 0, execution.Count);
                foreach (var message in Executions.Arrivals(execution, random, 0, 0.1))
                {
                    stash.Add(message.Dot, message.Dependencies, 0, 1);
                    Assert.InRange(stash.Count, 0, limit + 1);
                    while (stash.TryTake(out _, out _))
                    {
                    }

                    Assert.InRange(stash.Count, 0, limit);
                }
            }
        });

    [Fact]
    public void An_effect_waits_for_its_cause_and_says_which()
    {
        var cause = new CausalMessage(new Dot(Executions.Origin(0), 1), VectorClock.Empty);
        var effect = new CausalMessage(new Dot(Executions.Origin(1), 1), VectorClock.Of(cause.Dot));
        var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);

        Assert.Equal(StashOutcome.Waiting, stash.Add(effect.Dot, effect.Dependencies, 0, 1));
        Assert.Equal(new MissingCause(effect.Dot, cause.Dot), Assert.Single(stash.MissingCauses));
        Assert.Equal(StashOutcome.Duplicate, stash.Add(effect.Dot, effect.Dependencies, 0, 1));
        Assert.Equal(StashOutcome.Ready, stash.Add(cause.Dot, cause.Dependencies, 0, 1));

        Assert.True(stash.TryTake(out var first, out _));
        Assert.True(stash.TryTake(out var second, out _));
        Assert.Equal((cause.Dot, effect.Dot), (first, second));
        Assert.Equal(StashOutcome.Duplicate, stash.Add(effect.Dot, effect.Dependencies, 0, 1));
        Assert.Equal((1, 2), (stash.Waited, stash.Duplicates));
    }

    [Fact]
    public void A_gap_of_the_origin_itself_is_a_missing_cause()
    {
        var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);
        stash.Add(new Dot(Executions.Origin(0), 3), VectorClock.Of(new Dot(Executions.Origin(0), 2)), 0, 1);

        Assert.Equal(new Dot(Executions.Origin(0), 2), Assert.Single(stash.MissingCauses).Cause);
    }

    [Fact]
    public void A_full_stash_drops_the_farthest_and_keeps_the_nearest()
    {
        var stash = new CausalStash<int>(VectorClock.Empty, new StashLimits(2, long.MaxValue));
        stash.Add(new Dot(Executions.Origin(0), 2), VectorClock.Empty, 0, 1);
        stash.Add(new Dot(Executions.Origin(0), 9), VectorClock.Empty, 0, 1);

        Assert.Equal(StashOutcome.Waiting, stash.Add(new Dot(Executions.Origin(0), 3), VectorClock.Empty, 0, 1));
        Assert.False(stash.Holds(new Dot(Executions.Origin(0), 9)));
        Assert.Equal(StashOutcome.Dropped, stash.Add(new Dot(Executions.Origin(1), 8), VectorClock.Empty, 0, 1));
    }

    [Fact]
    public void The_bound_on_bytes_holds_as_well()
    {
        var stash = new CausalStash<int>(VectorClock.Empty, new StashLimits(int.MaxValue, 100));
        stash.Add(new Dot(Executions.Origin(0), 2), VectorClock.Empty, 0, 60);

        Assert.Equal(StashOutcome.Dropped, stash.Add(new Dot(Executions.Origin(0), 3), VectorClock.Empty, 0, 60));
        Assert.Equal(60, stash.Bytes);
    }

    [Fact]
    public void What_a_clock_jumps_over_is_dropped_and_what_it_enables_comes_out()
    {
        var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);
        stash.Add(new Dot(Executions.Origin(0), 2), VectorClock.Of(new Dot(Executions.Origin(0), 1)), 0, 1);
        stash.Add(new Dot(Executions.Origin(0), 4), VectorClock.Of(new Dot(Executions.Origin(0), 3)), 0, 1);
        stash.Add(new Dot(Executions.Origin(1), 1), VectorClock.Of(new Dot(Executions.Origin(0), 3)), 0, 1);

        stash.AdvanceTo(VectorClock.Of(new Dot(Executions.Origin(0), 3)));

        var taken = new List<Dot>();
        while (stash.TryTake(out var dot, out _))
            taken.Add(dot);
        Assert.Equal([new Dot(Executions.Origin(0), 4), new Dot(Executions.Origin(1), 1)], taken.Order());
        Assert.Equal(0, stash.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(32)]
    public void A_message_costs_about_one_comparison_a_replica_however_disordered(int replicas)
    {
        var execution = Executions.Random(new Random(replicas), replicas, 4_000);
        var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);
        foreach (var message in execution.OrderBy(message => message.Disorder))
        {
            stash.Add(message.Dot, message.Dependencies, 0, 1);
            while (stash.TryTake(out _, out _))
            {
            }
        }

        Assert.Equal(0, stash.Count);
        Assert.InRange((double)stash.Comparisons / execution.Count, 0, replicas + 1);
    }
}
