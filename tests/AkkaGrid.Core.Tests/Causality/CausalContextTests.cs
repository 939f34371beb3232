using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class CausalContextTests
{
    [Fact]
    public void A_token_reads_back() => Gens.Context.Sample(context =>
        CausalContext.TryParse(context.ToString(), out var read) && read.ToString() == context.ToString());

    [Fact]
    public void Two_tokens_in_one_header_are_joined() => Gen.Select(Gens.Context, Gens.Context).Sample((a, b) =>
        CausalContext.TryParse($"{a}, {b}", out var read) && read.ToString() == a.Join(b).ToString());

    [Fact]
    public void A_clock_covers_a_context_when_it_covers_every_dot_of_it() =>
        Gen.Select(Gen.ULong[1, 9].Array[3], Gen.ULong[1, 9].Array[3]).Sample((seen, reached) =>
        {
            var dots = seen.Select((sequence, i) => new Dot(Origin(i), sequence)).ToList();
            var clock = VectorClock.Of(reached.Select((sequence, i) => new Dot(Origin(i), sequence)));
            return CausalContext.Of(dots).IsCoveredBy(Coverage.Of(clock)) == dots.All(clock.Covers);
        });

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

        Assert.False(unknown.IsCoveredBy(Coverage.Of(VectorClock.Of(new Dot(Origin(1), 9)))));
        Assert.Equal(3UL, Assert.Single(unknown.Missing(Coverage.Of(VectorClock.Empty))).Value);
    }

    [Fact]
    public void A_folded_incarnation_counts_as_covered_up_to_its_final_sequence_and_is_lost_beyond()
    {
        var folds = Folds.Of(new Fold(Origin(7), 3));
        var delivered = new Coverage(VectorClock.Empty, folds);

        Assert.True(CausalContext.Of(new Dot(Origin(7), 3)).IsCoveredBy(delivered));
        Assert.Empty(CausalContext.Of(new Dot(Origin(7), 3)).Lost(folds));
        Assert.False(CausalContext.Of(new Dot(Origin(7), 4)).IsCoveredBy(delivered));
        Assert.Equal(4UL, Assert.Single(CausalContext.Of(new Dot(Origin(7), 4)).Lost(folds)).Value);
    }

    [Fact]
    public void What_is_being_restated_is_waited_for_and_not_lost()
    {
        var folds = Folds.Of(new Fold(Origin(7), 3), new Fold(Origin(7), 0) { IsAgreed = false, Restated = 4, RestatedFinal = 5 });

        Assert.True(CausalContext.Of(new Dot(Origin(7), 4)).IsCoveredBy(new Coverage(VectorClock.Empty, folds)));
        Assert.False(CausalContext.Of(new Dot(Origin(7), 5)).IsCoveredBy(new Coverage(VectorClock.Empty, folds)));
        Assert.Empty(CausalContext.Of(new Dot(Origin(7), 5)).Lost(folds));
    }

    [Fact]
    public void Who_waits_for_what_is_counted_and_restated_further_is_let_go_as_far_as_either_reaches()
    {
        var restated = new Fold(Origin(7), 0) { IsAgreed = false, Restated = 4, RestatedFinal = 5 };
        var waiters = new ContextWaiters<string>(Coverage.Of(VectorClock.Empty));
        waiters.Add(CausalContext.Of(new Dot(Origin(7), 4)), "covered");
        waiters.Add(CausalContext.Of(new Dot(Origin(7), 5)), "still to come");

        Assert.Equal(["covered"], waiters.Advance(new Coverage(VectorClock.Of(new Dot(Origin(7), 3)), Folds.Of(restated))));
        Assert.Equal(1, waiters.Count);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("____________________________________________")]
    public void What_is_no_token_is_refused(string text) => Assert.False(CausalContext.TryParse(text, out _));

    [Fact]
    public void A_token_of_too_many_entries_is_refused()
    {
        var many = CausalContext.Of(Enumerable.Range(0, CausalContext.MaxEntries + 1).Select(i => new Dot(Origin(i), 1)));

        Assert.False(CausalContext.TryParse(many.ToString(), out _));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_thrown_at() => Gen.Byte.Array[0, 60].Sample(bytes =>
        CausalContext.TryParse(System.Buffers.Text.Base64Url.EncodeToString(bytes), out var context) == (context is not null));

    private static Incarnation Origin(int i) => new(ReplicaId.Create("r"), 0xFEDC_BA98_7654_3210 + (ulong)i);
}
