using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>What a stash does when clocks are written with bases, and when some of what waits is dropped.</summary>
public sealed class CausalStashBaseTests
{
    private static readonly StashLimits Unlimited = new(int.MaxValue, long.MaxValue);

    /// <summary>
    /// A naive model delivers the same messages. Meanwhile the clock is written with other bases, jumps, and what waits
    /// is dropped.
    /// </summary>
    [Fact]
    public void Updates_come_out_in_the_causal_order_of_a_naive_model_whatever_the_bases_are() =>
        Gen.Select(Executions.All, Gens.Base, Gen.Int).Sample((execution, ended, seed) =>
        {
            var random = new Random(seed);
            var bases = Bases(execution, ended, random);
            var before = Written(VectorClock.Of(ended.Entries), bases, random);
            var stash = new CausalStash<int>(before, Unlimited);
            var naive = new NaiveStash(before);
            foreach (var message in Executions.Arrivals(execution, random, loss: 0.1, duplication: 0.3))
            {
                var dependencies = message.Dependencies.Join(before);
                stash.Add(message.Dot, Written(dependencies, bases, random), 0, 1);
                naive.Add(message with { Dependencies = dependencies });
                Take(stash, naive);
                Disturb(stash, naive, execution, bases, random);
                Take(stash, naive);
                Assert.Empty(naive.Deliverable);
                Assert.Equal(naive.Delivered, stash.Delivered);
                Assert.Equal(naive.Count, stash.Count);
                Assert.Equal(naive.Known, stash.Known);
                var one = Executions.Origin(random.Next(5) / 4);
                Assert.Equal(naive.Delivered, stash.DeliveredOfOthers(one).With(new Dot(one, naive.Delivered[one])));
            }
        });

    [Fact]
    public void What_is_delivered_of_others_is_the_same_clock_while_only_the_one_makes_more()
    {
        var (a, b) = (Executions.Origin(0), Executions.Origin(1));
        var stash = new CausalStash<int>(VectorClock.Of(new Dot(a, 1), new Dot(b, 1)), Unlimited);
        var before = stash.DeliveredOfOthers(a);

        stash.Advance(new Dot(a, 2));

        Assert.Same(before, stash.DeliveredOfOthers(a));
        Assert.Equal(VectorClock.Of(new Dot(b, 1)), before);

        stash.Advance(new Dot(b, 2));

        Assert.Equal(VectorClock.Of(new Dot(b, 2)), stash.DeliveredOfOthers(a));
    }

    [Fact]
    public void What_was_dropped_is_delivered_when_it_comes_again() =>
        Gen.Select(Executions.All, Gen.Int).Sample((execution, seed) =>
        {
            var random = new Random(seed);
            var stash = new CausalStash<int>(VectorClock.Empty, Unlimited);
            foreach (var message in Executions.Arrivals(execution, random, loss: 0.3, duplication: 0))
            {
                stash.Add(message.Dot, message.Dependencies, 0, 1);
                if (random.Next(3) == 0)
                    stash.Drop(execution[random.Next(execution.Count)].Dot.Origin);
                if (random.Next(3) == 0)
                    stash.TryTake(out _, out _);
            }

            foreach (var message in execution)
                stash.Add(message.Dot, message.Dependencies, 0, 1);
            while (stash.TryTake(out _, out _))
            {
            }

            Assert.Equal(VectorClock.Of(execution.Select(message => message.Dot)), stash.Delivered);
            Assert.Equal((0, 0L), (stash.Count, stash.Bytes));
        });

    [Fact]
    public void An_update_that_was_dropped_waits_for_its_cause_though_its_dependencies_come_again_with_another_base()
    {
        var (here, missing) = (new Dot(Executions.Origin(1), 2), new Dot(Executions.Origin(2), 3));
        var effect = new Dot(Executions.Origin(3), 1);
        var stash = new CausalStash<int>(VectorClock.Of(here), Unlimited);
        Assert.Equal(StashOutcome.Waiting, stash.Add(effect, VectorClock.Of(here, missing), 0, 1));
        stash.Drop(effect.Origin);

        var outcome = stash.Add(effect, VectorClock.Of(ClockBase.Of(here), [missing]), 0, 1);

        Assert.Equal(StashOutcome.Waiting, outcome);
        Assert.False(stash.TryTake(out _, out _));
    }

    [Fact]
    public void Dependencies_on_a_base_that_is_delivered_in_part_wait_for_the_rest_and_say_for_what()
    {
        var (here, missing) = (new Dot(Executions.Origin(1), 2), new Dot(Executions.Origin(2), 3));
        var effect = new Dot(Executions.Origin(3), 1);
        var stash = new CausalStash<int>(VectorClock.Of(here), Unlimited);

        var outcome = stash.Add(effect, VectorClock.Of(ClockBase.Of(here, missing), []), 0, 1);

        Assert.Equal(StashOutcome.Waiting, outcome);
        Assert.Equal(new MissingCause(effect, missing), Assert.Single(stash.MissingCauses));
        stash.AdvanceTo(VectorClock.Of(ClockBase.Of(here, missing), []));
        Assert.True(stash.TryTake(out var taken, out _) && taken == effect);
    }

    [Fact]
    public void A_clock_that_is_written_with_another_base_loses_none_of_its_entries() =>
        Gen.Select(Gens.BasedPair, Gens.Base).Sample((pair, next) =>
        {
            var stash = new CausalStash<int>(pair.A.Based, Unlimited);
            stash.Rebase(pair.B.Based.Base);
            stash.Rebase(next);
            return stash.Delivered.Equals(pair.A.Plain);
        });

    [Fact]
    public void A_base_that_the_clock_covers_costs_no_comparisons()
    {
        var ended = ClockBase.Of(Enumerable.Range(10, 1_000).Select(i => new Dot(Executions.Origin(i), 4)));
        var stash = new CausalStash<int>(VectorClock.Of(ended, []), Unlimited);
        for (var i = 1UL; i <= 100; i++)
        {
            stash.Add(
                new Dot(Executions.Origin(1), i), VectorClock.Of(ended, [new Dot(Executions.Origin(1), i - 1)]), 0, 1);
            Assert.True(stash.TryTake(out _, out _));
        }

        Assert.InRange(stash.Comparisons, 0, 300);
    }

    private static void Take(CausalStash<int> stash, NaiveStash naive)
    {
        while (stash.TryTake(out var dot, out _))
        {
            Assert.True(naive.CanDeliver(dot));
            naive.Deliver(dot);
        }
    }

    private static void Disturb(
        CausalStash<int> stash,
        NaiveStash naive,
        List<CausalMessage> execution,
        IReadOnlyList<ClockBase> bases,
        Random random)
    {
        switch (random.Next(12))
        {
            case < 3:
                stash.Rebase(bases[random.Next(bases.Count)]);
                break;
            case 3:
                var jump = naive.Delivered.Join(execution[random.Next(execution.Count)].Dependencies);
                stash.AdvanceTo(Written(jump, bases, random));
                naive.AdvanceTo(jump);
                break;
            case 4:
                var origin = execution[random.Next(execution.Count)].Dot.Origin;
                Assert.Equal(naive.Drop(origin), stash.Drop(origin));
                break;
            case 5:
                var known = execution[random.Next(execution.Count)].Dependencies;
                Assert.Equal(naive.DropUnless((_, clock) => clock.Covers(known)), stash.DropUnless((_, clock) =>
                    clock.Covers(known)));
                break;
        }
    }

    /// <summary>Bases of ended incarnations, alone and together with entries of the run.</summary>
    private static IReadOnlyList<ClockBase> Bases(List<CausalMessage> execution, ClockBase ended, Random random) =>
    [
        ClockBase.Empty,
        ended,
        ClockBase.Of(ended.Entries),
        .. Enumerable.Range(0, 3).Select(_ => ended.With(execution[random.Next(execution.Count)].Dependencies.Entries)),
        .. Enumerable.Range(0, 2)
            .Select(_ => ClockBase.Of(execution[random.Next(execution.Count)].Dependencies.Entries)),
    ];

    private static VectorClock Written(VectorClock clock, IReadOnlyList<ClockBase> bases, Random random) =>
        clock.Rebased(bases[random.Next(bases.Count)]);
}
