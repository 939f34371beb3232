using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>
/// What a node gives out names a base in place of very many entries, and every node understands it again.
/// </summary>
public sealed class ShortenedContextTests
{
    private readonly ClockBases _bases = new();

    [Fact]
    public void A_context_of_few_entries_stays_as_it_is()
    {
        var delivered = Delivered(starts: 1_000, live: 3);
        var context = CausalContext.Of(delivered.Entries.Take(CausalContext.MaxEntries));

        Assert.Same(context, context.Shortened(delivered, _bases));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(257)]
    [InlineData(2_000)]
    public void A_context_of_very_many_entries_becomes_a_short_token_that_says_no_less(int starts)
    {
        var delivered = Delivered(starts, live: 3);
        var context = CausalContext.Of(delivered.Entries);

        Assert.True(CausalContext.TryParse(context.Shortened(delivered, _bases).ToString(), out var read));

        Assert.InRange(read.ToString().Length, 1, 100);
        Assert.True(read.IsCoveredBy(delivered, _bases));
        Assert.Equal([delivered.Base.Name], read.Bases);
        Assert.All(
            delivered.Entries.Where((_, i) => i % (1 + (starts / 20)) == 0),
            entry => Assert.False(read.IsCoveredBy(Without(delivered, entry), _bases)));
    }

    [Fact]
    public void Whoever_covers_the_short_token_covers_the_long_one() => Gens.BasedPair.Sample(pair =>
    {
        var bases = new ClockBases();
        var delivered = VectorClock.Of(bases.Add(pair.A.Based.Base), pair.A.Based.Head).Join(VectorClock.Of(Many));
        var context = CausalContext.Of(delivered.Entries);
        var shortened = context.Shortened(delivered, bases);
        var other = pair.B.Plain.Join(VectorClock.Of(Many));
        return context.IsCoveredBy(other, bases) == shortened.IsCoveredBy(other, bases);
    });

    [Fact]
    public void A_base_that_another_covers_is_left_out_when_contexts_are_joined_and_shortened_again()
    {
        var (earlier, later) = (Delivered(starts: 100, live: 1), Delivered(starts: 300, live: 1));
        var joined = CausalContext.Of(earlier.Entries).Shortened(earlier, _bases)
            .Join(CausalContext.Of(later.Entries).Shortened(later, _bases));
        Assert.Equal(2, joined.Bases.Count);

        Assert.Equal([later.Base.Name], joined.Shortened(later, _bases).Bases);
    }

    [Fact]
    public void An_unknown_base_is_kept_and_covers_nothing()
    {
        var delivered = Delivered(starts: 100, live: 1);
        var context = CausalContext.OfSequences(CausalContext.Of(delivered.Entries).Sequences, 0xBAD);

        var shortened = context.Shortened(delivered, _bases);

        Assert.Contains(0xBADUL, shortened.Bases);
        Assert.False(shortened.IsCoveredBy(delivered, _bases));
        Assert.Empty(shortened.Missing(delivered, _bases));
    }

    [Fact]
    public void What_of_a_known_base_is_not_delivered_is_missing()
    {
        var delivered = Delivered(starts: 100, live: 1);
        var gone = delivered.Base.Entries.First();

        var missing = CausalContext.OfSequences([], delivered.Base.Name).Missing(Without(delivered, gone), _bases);

        Assert.Equal([KeyValuePair.Create(gone.Origin.Nonce, gone.Sequence)], missing);
    }

    [Fact]
    public void Bases_survive_the_text_form() =>
        Gen.Select(Gens.Context, Gen.ULong.Array[0, 3]).Sample((context, names) =>
        {
            var with = CausalContext.OfSequences(context.Sequences, names);
            return CausalContext.TryParse(with.ToString(), out var read)
                && read.Bases.SequenceEqual(with.Bases) && read.Sequences.SequenceEqual(with.Sequences);
        });

    private static IEnumerable<Dot> Many => Enumerable.Range(0, CausalContext.MaxEntries + 1).Select(Start);

    private static Dot Start(int i) =>
        new(new Incarnation(ReplicaId.Create("r"), 10_000 + (ulong)i), 1 + ((ulong)i % 7));

    /// <summary>A clock of a store with many ended starts, all in its base, and a few that live.</summary>
    private VectorClock Delivered(int starts, int live) => VectorClock.Of(
        _bases.Add(ClockBase.Of(Enumerable.Range(0, starts - live).Select(Start))),
        Enumerable.Range(starts - live, live).Select(Start));

    private static VectorClock Without(VectorClock clock, Dot dot) =>
        VectorClock.Of(
            clock.Entries.Select(entry => entry == dot ? entry with { Sequence = entry.Sequence - 1 } : entry)
                .Where(entry => entry.Sequence > 0));
}
