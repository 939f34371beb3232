using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class CausalContextTests
{
    private readonly ClockBases _bases = new();

    [Fact]
    public void A_token_reads_back() => Gens.Context.Sample(context =>
        CausalContext.TryParse(context.ToString(), out var read) && read.ToString() == context.ToString());

    [Fact]
    public void Two_tokens_in_one_header_are_joined() => Gen.Select(Gens.Context, Gens.Context).Sample((a, b) =>
        CausalContext.TryParse($"{a}, {b}", out var read) && read.ToString() == a.Join(b).ToString());

    [Fact]
    public void The_join_of_two_contexts_has_the_greater_sequence_of_each_incarnation() =>
        Gen.Select(Gens.Context, Gens.Context).Sample((a, b) =>
            a.Join(b).Sequences.SequenceEqual(CausalContext.OfSequences(a.Sequences.Concat(b.Sequences)).Sequences));

    [Fact]
    public void A_clock_covers_a_context_when_it_covers_every_dot_of_it() =>
        Gen.Select(Gen.ULong[1, 9].Array[3], Gen.ULong[1, 9].Array[3]).Sample((seen, reached) =>
        {
            var dots = seen.Select((sequence, i) => new Dot(Origin(i), sequence)).ToList();
            var clock = VectorClock.Of(reached.Select((sequence, i) => new Dot(Origin(i), sequence)));
            return CausalContext.Of(dots).IsCoveredBy(clock, _bases) == dots.All(clock.Covers);
        });

    [Fact]
    public void Whether_a_clock_covers_a_context_does_not_depend_on_its_base() =>
        Gen.Select(Gens.BasedPair, Gens.Context).Sample((pair, context) =>
            context.IsCoveredBy(pair.A.Based, _bases) == context.IsCoveredBy(pair.A.Plain, _bases)
            && context.Missing(pair.A.Based, _bases).SequenceEqual(context.Missing(pair.A.Plain, _bases)));

    [Fact]
    public void Three_replicas_fit_into_64_bytes_of_header()
    {
        var context = CausalContext.Of(Enumerable.Range(0, 3).Select(i => new Dot(Origin(i), 2_000_000)));

        Assert.InRange(context.ToString().Length, 1, 64);
    }

    [Fact]
    public void An_unknown_incarnation_is_missing_rather_than_an_error()
    {
        var unknown = CausalContext.Of(new Dot(Origin(7), 3));

        Assert.False(unknown.IsCoveredBy(VectorClock.Of(new Dot(Origin(1), 9)), _bases));
        Assert.Equal(3UL, Assert.Single(unknown.Missing(VectorClock.Empty, _bases)).Value);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAA")]
    [InlineData("____________________________________________")]
    public void What_is_no_token_is_refused(string text) => Assert.False(CausalContext.TryParse(text, out _));

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void A_token_of_very_many_entries_is_read(int entries)
    {
        var many = CausalContext.Of(Enumerable.Range(0, entries).Select(i => new Dot(Origin(i), 1)));

        Assert.True(CausalContext.TryParse(many.ToString(), out var read));
        Assert.Equal(many.Sequences, read.Sequences);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_thrown_at() => Gen.Byte.Array[0, 60].Sample(bytes =>
        CausalContext.TryParse(System.Buffers.Text.Base64Url.EncodeToString(bytes), out var context)
            == (context is not null));

    private static Incarnation Origin(int i) => new(ReplicaId.Create("r"), 0xFEDC_BA98_7654_3210 + (ulong)i);
}
