using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class VectorClockTests
{
    private static readonly Gen<(VectorClock A, VectorClock B)> Pairs = Gen.Select(Gens.Clock, Gens.Clock);

    [Fact]
    public void Clocks_compare_entry_by_entry() => Pairs.Sample(pair =>
    {
        var origins = pair.A.Entries.Concat(pair.B.Entries).Select(entry => entry.Origin).Distinct().ToList();
        var less = origins.Any(origin => pair.A[origin] < pair.B[origin]);
        var greater = origins.Any(origin => pair.A[origin] > pair.B[origin]);
        var expected = (less, greater) switch
        {
            (false, false) => CausalOrder.Same,
            (true, false) => CausalOrder.Before,
            (false, true) => CausalOrder.After,
            _ => CausalOrder.Concurrent,
        };
        return pair.A.CompareTo(pair.B) == expected;
    });

    [Fact]
    public void Clocks_that_share_a_roster_compare_as_those_that_do_not() => Pairs.Sample(pair =>
    {
        var roster = pair.A.Roster.Union(pair.B.Roster);
        return On(pair.A, roster).CompareTo(On(pair.B, roster)) == pair.A.CompareTo(pair.B);

        static VectorClock On(VectorClock clock, Roster roster) =>
            VectorClock.Over(roster, [.. roster.Members.Select(member => clock[member])]);
    });

    [Fact]
    public void The_join_is_the_least_clock_that_covers_both() =>
        Gen.Select(Gens.Clock, Gens.Clock, Gens.Clock).Sample((a, b, other) =>
        {
            var join = a.Join(b);
            return join.Covers(a) && join.Covers(b) && (!(other.Covers(a) && other.Covers(b)) || other.Covers(join));
        });

    [Fact]
    public void The_meet_is_the_greatest_clock_that_both_cover() =>
        Gen.Select(Gens.Clock, Gens.Clock, Gens.Clock).Sample((a, b, other) =>
        {
            var meet = a.Meet(b);
            return a.Covers(meet) && b.Covers(meet) && (!(a.Covers(other) && b.Covers(other)) || meet.Covers(other));
        });

    [Fact]
    public void Joining_is_associative_commutative_and_idempotent() =>
        Gen.Select(Gens.Clock, Gens.Clock, Gens.Clock).Sample((a, b, c) =>
            a.Join(b).Join(c).Equals(a.Join(b.Join(c))) && a.Join(b).Equals(b.Join(a)) && a.Join(a).Equals(a));

    [Fact]
    public void Equal_clocks_hash_alike() => Pairs.Sample(pair =>
        pair.A.Join(pair.B).GetHashCode() == pair.B.Join(pair.A).GetHashCode());

    [Fact]
    public void Counting_a_dot_raises_its_origin_and_nothing_else() =>
        Gen.Select(Gens.Clock, Gens.Dot).Sample((clock, dot) =>
            clock.With(dot).Equals(clock.Join(VectorClock.Of(dot))) && clock.With(dot).Covers(dot));

    [Fact]
    public void What_is_beyond_another_clock_is_counted() => Pairs.Sample(pair =>
        pair.A.CountBeyond(pair.B)
            == (ulong)pair.A.Entries.Sum(entry => Math.Max(0, (long)entry.Sequence - (long)pair.B[entry.Origin])));
}
