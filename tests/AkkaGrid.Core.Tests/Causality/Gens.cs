using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>Random clocks over few incarnations, so that they meet in all ways.</summary>
internal static class Gens
{
    public static readonly Gen<Incarnation> Incarnation =
        from name in Gen.Char["abcdef"]
        from nonce in Gen.ULong[1, 2]
        select new Incarnation(ReplicaId.Create(name.ToString()), nonce);

    public static readonly Gen<Dot> Dot =
        from origin in Incarnation
        from sequence in Gen.ULong[1, 4]
        select new Dot(origin, sequence);

    public static readonly Gen<VectorClock> Clock = Dot.Array[0, 12].Select(dots => VectorClock.Of(dots));

    public static readonly Gen<CausalContext> Context = Dot.Array[0, 6].Select(dots => CausalContext.Of(dots));
}
