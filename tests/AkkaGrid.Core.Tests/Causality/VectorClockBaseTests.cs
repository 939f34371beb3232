using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>Every operation gives the same answer whatever the bases are with which its clocks are written.</summary>
public sealed class VectorClockBaseTests
{
    [Fact]
    public void Entries_are_those_of_the_clock_without_a_base() => Gens.BasedPair.Sample(pair =>
    {
        var (based, plain) = pair.A;
        return based.Entries.Order().SequenceEqual(plain.Entries)
            && based.Entries.All(entry => based[entry.Origin] == entry.Sequence)
            && based.IsEmpty == plain.IsEmpty;
    });

    [Fact]
    public void A_clock_equals_and_hashes_as_the_same_clock_without_a_base() => Gens.BasedPair.Sample(pair =>
        pair.A.Based.Equals(pair.A.Plain) && pair.A.Based.GetHashCode() == pair.A.Plain.GetHashCode());

    [Fact]
    public void Clocks_compare_alike() => Gens.BasedPair.Sample(pair =>
    {
        var expected = pair.A.Plain.CompareTo(pair.B.Plain);
        return pair.A.Based.CompareTo(pair.B.Based) == expected && pair.A.Based.CompareTo(pair.B.Plain) == expected;
    });

    [Fact]
    public void Covering_is_alike() => Gen.Select(Gens.BasedPair, Gens.Dot).Sample((pair, dot) =>
        pair.A.Based.Covers(pair.B.Based) == pair.A.Plain.Covers(pair.B.Plain)
        && pair.A.Based.Covers(pair.B.Based.Base) == pair.A.Plain.Covers(pair.B.Based.Base)
        && pair.A.Based.Covers(dot) == pair.A.Plain.Covers(dot));

    [Fact]
    public void Joining_is_alike() =>
        Gens.BasedPair.Sample(pair => IsSame(pair.A.Based.Join(pair.B.Based), pair.A.Plain.Join(pair.B.Plain)));

    [Fact]
    public void Meeting_is_alike() =>
        Gens.BasedPair.Sample(pair => IsSame(pair.A.Based.Meet(pair.B.Based), pair.A.Plain.Meet(pair.B.Plain)));

    [Fact]
    public void Counting_a_dot_is_alike() => Gen.Select(Gens.BasedPair, Gens.Dot).Sample((pair, dot) =>
        IsSame(pair.A.Based.With(dot), pair.A.Plain.With(dot)));

    [Fact]
    public void What_is_beyond_another_clock_is_alike() => Gens.BasedPair.Sample(pair =>
        pair.A.Based.Beyond(pair.B.Based).Order().SequenceEqual(pair.A.Plain.Beyond(pair.B.Plain))
        && pair.A.Based.CountBeyond(pair.B.Based) == pair.A.Plain.CountBeyond(pair.B.Plain));

    [Fact]
    public void A_clock_stays_the_same_when_it_is_written_with_another_base() => Gens.BasedPair.Sample(pair =>
    {
        var rebased = pair.A.Based.Rebased(pair.B.Based.Base);
        return IsSame(rebased, pair.A.Plain)
            && ReferenceEquals(
                rebased.Base, pair.A.Plain.Covers(pair.B.Based.Base) ? pair.B.Based.Base : pair.A.Based.Base);
    });

    [Fact]
    public void A_long_row_of_operations_gives_the_same_clock() =>
        Gen.Select(Gens.BasedPair, Gens.Dot, Gen.Int[0, 3]).Array[1, 12].Sample(steps =>
        {
            var (based, plain) = (VectorClock.Empty, VectorClock.Empty);
            foreach (var (pair, dot, kind) in steps)
            {
                (based, plain) = kind switch
                {
                    0 => (based.Join(pair.A.Based), plain.Join(pair.A.Plain)),
                    1 => (based.Meet(pair.A.Based), plain.Meet(pair.A.Plain)),
                    2 => (based.With(dot), plain.With(dot)),
                    _ => (based.Rebased(pair.B.Based.Base), plain),
                };
                if (!IsSame(based, plain))
                    return false;
            }

            return true;
        });

    [Fact]
    public void A_count_below_the_base_counts_as_the_base()
    {
        var origin = new Incarnation(ReplicaId.Create("a"), 1);
        var clock = VectorClock.Of(ClockBase.Of(new Dot(origin, 5)), [new Dot(origin, 3)]);

        Assert.Equal(5UL, clock[origin]);
        Assert.Equal([new Dot(origin, 5)], clock.Entries);
    }

    private static bool IsSame(VectorClock based, VectorClock plain) =>
        based.Entries.Order().SequenceEqual(plain.Entries) && based.CompareTo(plain) == CausalOrder.Same;
}
