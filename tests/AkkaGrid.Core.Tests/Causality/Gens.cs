using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>Random clocks over few incarnations, so that they meet in all ways.</summary>
internal static class Gens
{
    public static readonly Gen<Incarnation> Incarnation =
        from name in Gen.Char["abcdef"]
        from start in Gen.ULong[0, 1]
        select new Incarnation(ReplicaId.Create(name.ToString()), (2UL * name) + start);

    public static readonly Gen<Dot> Dot =
        from origin in Incarnation
        from sequence in Gen.ULong[1, 4]
        select new Dot(origin, sequence);

    public static readonly Gen<ClockBase> Base =
        Dot.Array[0, 6].Select(dots => ClockBase.Of(VectorClock.Of(dots).Entries));

    public static readonly Gen<VectorClock> Clock = Dot.Array[0, 12].Select(dots => VectorClock.Of(dots));

    public static readonly Gen<CausalContext> Context = Dot.Array[0, 6].Select(dots => CausalContext.Of(dots));

    /// <summary>
    /// Two clocks with bases, each beside the same clock without one. The bases are one instance, two of equal content,
    /// or different.
    /// </summary>
    public static readonly Gen<
        ((VectorClock Based, VectorClock Plain) A, (VectorClock Based, VectorClock Plain) B)> BasedPair =
        from bases in Gen.OneOf(
            Base.Select(one => (one, one)),
            Base.Select(one => (one, ClockBase.Of(one.Entries))),
            Gen.Select(Base, Base))
        from a in Dot.Array[0, 6]
        from b in Dot.Array[0, 6]
        select (Based(bases.Item1, a), Based(bases.Item2, b));

    private static (VectorClock Based, VectorClock Plain) Based(ClockBase clockBase, Dot[] dots) =>
        (VectorClock.Of(clockBase, dots), VectorClock.Of(clockBase.Entries.Concat(dots)));
}
