using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Client.Tests;

public sealed class ContextTokenTests
{
    private static readonly Gen<CausalContext> Contexts =
        from entries in Gen.Select(Gen.ULong[1, 5], Gen.ULong[1, ulong.MaxValue]).Array[0, 6]
        from bases in Gen.ULong[3, 9].Select(name => name << 56).Array[0, 3]
        select CausalContext.OfSequences(entries.Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2)), bases);

    [Fact]
    public void Merging_is_the_join_that_a_node_makes_of_both() => Gen.Select(Contexts, Contexts).Sample((a, b) =>
        (CausalSession.Merge(a.ToString(), b.ToString()) ?? "") == a.Join(b).ToString());

    [Fact]
    public void A_session_carries_one_token_of_at_most_64_bytes_for_three_replicas_whatever_it_joins()
    {
        var session = new CausalSession();

        for (var i = 0; i < 300; i++)
        {
            var origin = new Incarnation(ReplicaId.Create("r"), ulong.MaxValue - (ulong)(i % 3));
            session.Join(CausalContext.Of(new Dot(origin, 2_000_000_000 + (ulong)i)).ToString());
        }

        Assert.DoesNotContain(',', session.Context!);
        Assert.InRange(session.Context!.Length, 1, 64);
    }

    [Fact]
    public void The_join_names_each_clock_base_once()
    {
        var one = CausalContext.OfSequences([KeyValuePair.Create(1UL, 300UL)], 9UL << 56).ToString();
        var other = CausalContext.OfSequences(
            [KeyValuePair.Create(1UL, 2UL), KeyValuePair.Create(3UL, 1UL)], 9UL << 56, 8UL << 56).ToString();

        Assert.True(CausalContext.TryParse(CausalSession.Merge(one, other), out var joined));

        Assert.Equal([KeyValuePair.Create(1UL, 300UL), KeyValuePair.Create(3UL, 1UL)], joined.Sequences);
        Assert.Equal([8UL << 56, 9UL << 56], joined.Bases);
    }

    [Fact]
    public void A_token_of_a_form_that_is_not_known_stays_as_it_is()
    {
        var known = CausalContext.Of(new Dot(new Incarnation(ReplicaId.Create("r"), 7), 1)).ToString();

        Assert.Equal($"{known}, later!", CausalSession.Merge("later!", $"{known}, later!"));
        Assert.Equal("later!", CausalSession.Merge(null, "later!"));
        Assert.Null(CausalSession.Merge(null, ""));
    }
}
