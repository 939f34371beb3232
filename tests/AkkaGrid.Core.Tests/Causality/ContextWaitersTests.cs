using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class ContextWaitersTests
{
    private readonly ClockBases _bases = new();

    [Fact]
    public void A_request_is_let_go_with_the_first_clock_that_covers_its_context_whatever_the_bases_are() =>
        Gen.Select(Gens.Context.Array[1, 8], Gens.BasedPair.Array[1, 8]).Sample((contexts, steps) =>
        {
            var clock = VectorClock.Empty;
            var waiters = new ContextWaiters<CausalContext>(clock, _bases);
            var waiting = contexts.Distinct().Where(context => waiters.Add(context, context)).ToHashSet();
            Assert.All(
                contexts, context => Assert.Equal(!context.IsCoveredBy(clock, _bases), waiting.Contains(context)));
            foreach (var step in steps)
            {
                clock = step.A.Based.Join(clock).Rebased(step.B.Based.Base);
                var satisfied = waiters.Advance(clock);
                Assert.Equal(
                    waiting.Where(context => context.IsCoveredBy(clock, _bases)).ToHashSet(), satisfied.ToHashSet());
                waiting.ExceptWith(satisfied);
                Assert.Equal(waiting.Count, waiters.Count);
            }
        });

    [Fact]
    public void A_request_that_names_an_unknown_base_waits_until_the_base_is_known_and_covered()
    {
        var (first, second) = (Dot("a", 1), Dot("b", 2));
        var clockBase = ClockBase.Of(first, second);
        var waiters = new ContextWaiters<string>(VectorClock.Empty, _bases);
        Assert.True(waiters.Add(CausalContext.OfSequences([], clockBase.Name), "list"));
        Assert.Equal([clockBase.Name], waiters.UnknownBases);

        Assert.Empty(waiters.Advance(VectorClock.Of(first)));
        _bases.Add(clockBase);
        Assert.Empty(waiters.UnknownBases);
        Assert.Empty(waiters.Advance(VectorClock.Of(first)));
        Assert.Equal(["list"], waiters.Advance(VectorClock.Of(first, second)));
        Assert.Equal(0, waiters.Count);
    }

    [Fact]
    public void A_base_that_has_become_known_lets_go_although_nothing_more_was_delivered()
    {
        var clock = VectorClock.Of(Dot("a", 1));
        var clockBase = ClockBase.Of(clock.Entries);
        var waiters = new ContextWaiters<string>(clock, _bases);
        Assert.True(waiters.Add(CausalContext.OfSequences([], clockBase.Name), "list"));

        _bases.Add(clockBase);

        Assert.Equal(["list"], waiters.Advance(clock));
    }

    [Fact]
    public void A_request_whose_client_is_gone_does_not_count()
    {
        var waiters = new ContextWaiters<string>(VectorClock.Empty, _bases);
        waiters.Add(CausalContext.Of(Dot("a", 1)), "gone");
        waiters.Add(CausalContext.Of(Dot("a", 1)), "stays");
        waiters.Add(CausalContext.OfSequences([], 0xBAD), "gone, too");

        waiters.RemoveWhere(request => request.StartsWith("gone", StringComparison.Ordinal));

        Assert.Equal(1, waiters.Count);
        Assert.Empty(waiters.UnknownBases);
        Assert.Equal(["stays"], waiters.Advance(VectorClock.Of(Dot("a", 1))));
    }

    private static Dot Dot(string name, ulong nonce) => new(new Incarnation(ReplicaId.Create(name), nonce), 3);
}
