using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Client.Tests;

public sealed class ContextTokenTests
{
    private static readonly Gen<CausalContext> Contexts =
        (from nonce in Gen.ULong[1, 5]
         from sequence in Gen.ULong[1, ulong.MaxValue]
         select new Dot(new Incarnation(ReplicaId.Create("r"), nonce), sequence))
        .Array[0, 6].Select(dots => CausalContext.Of(dots));

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
    public void A_token_of_a_form_that_is_not_known_stays_as_it_is()
    {
        var known = CausalContext.Of(new Dot(new Incarnation(ReplicaId.Create("r"), 7), 1)).ToString();

        Assert.Equal($"{known}, later!", CausalSession.Merge("later!", $"{known}, later!"));
        Assert.Equal("later!", CausalSession.Merge(null, "later!"));
        Assert.Null(CausalSession.Merge(null, ""));
    }
}
