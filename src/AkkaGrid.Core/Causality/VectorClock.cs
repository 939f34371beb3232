using System.Numerics;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// What a replica has delivered: for each incarnation that ever wrote, the highest sequence up to which it has
/// everything. Exact: an incarnation without an entry counts zero. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// C. Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988); F. Mattern, "Virtual
/// time and global states of distributed systems" (1989).
/// </para>
/// <para>
/// A clock is kept as a <see cref="ClockBase"/> that it covers, and a head: the entries that differ. Clocks that share
/// a base compare by their heads, which hold little more than the incarnations that still write.
/// </para>
/// </remarks>
public sealed class VectorClock : IEquatable<VectorClock>
{
    /// <summary>The clock that has seen nothing.</summary>
    public static readonly VectorClock Empty = new(ClockBase.Empty, Roster.Empty, []);

    private readonly ulong[] _counts;

    private VectorClock(ClockBase clockBase, Roster roster, ulong[] counts)
    {
        Base = clockBase;
        Roster = roster;
        _counts = counts;
    }

    /// <summary>The base, which the clock covers.</summary>
    public ClockBase Base { get; }

    /// <summary>The incarnations of the head.</summary>
    public Roster Roster { get; }

    /// <summary>The counts of the head, in the order of <see cref="Roster"/>. None is below the base's entry.</summary>
    public ReadOnlySpan<ulong> Counts => _counts;

    /// <summary>Whether it has seen nothing.</summary>
    public bool IsEmpty => Base.IsEmpty && Array.TrueForAll(_counts, count => count == 0);

    /// <summary>The entries of the head that are not zero, in the order of their incarnations.</summary>
    public IEnumerable<Dot> Head
    {
        get
        {
            for (var i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] > 0)
                    yield return new Dot(Roster[i], _counts[i]);
            }
        }
    }

    /// <summary>
    /// All entries that are not zero: those of the head, then those of the base that the head does not replace.
    /// </summary>
    public IEnumerable<Dot> Entries =>
        Base.IsEmpty ? Head : Head.Concat(Base.Entries.Where(entry => Roster.IndexOf(entry.Origin) < 0));

    /// <summary>The count of one incarnation.</summary>
    public ulong this[Incarnation incarnation]
    {
        get
        {
            var index = Roster.IndexOf(incarnation);
            return index < 0 ? Base[incarnation] : _counts[index];
        }
    }

    /// <summary>A clock over a roster, without a base.</summary>
    /// <param name="roster">The incarnations that are counted.</param>
    /// <param name="counts">One count for each, in the order of the roster; taken over, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer counts than incarnations.</exception>
    public static VectorClock Over(Roster roster, ulong[] counts) => Over(ClockBase.Empty, roster, counts);

    /// <summary>A clock of a base and a head.</summary>
    /// <param name="clockBase">The base.</param>
    /// <param name="roster">The incarnations of the head.</param>
    /// <param name="counts">
    /// One count for each, in the order of the roster; taken over. One below the base's entry counts as that entry.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer counts than incarnations.</exception>
    public static VectorClock Over(ClockBase clockBase, Roster roster, ulong[] counts)
    {
        if (counts.Length != roster.Count)
            throw new ArgumentException($"{counts.Length} counts for {roster.Count} incarnations", nameof(counts));
        if (roster.Overlaps(clockBase))
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] = Math.Max(counts[i], clockBase[roster[i]]);
        }

        return new VectorClock(clockBase, roster, counts);
    }

    /// <summary>The clock that covers the given dots, and nothing beyond their sequences.</summary>
    public static VectorClock Of(params IEnumerable<Dot> dots) => Of(ClockBase.Empty, dots);

    /// <summary>The clock that covers a base and the given dots, and nothing beyond their sequences.</summary>
    public static VectorClock Of(ClockBase clockBase, IEnumerable<Dot> dots)
    {
        var seen = dots.ToList();
        var roster = Roster.Of(seen.Select(dot => dot.Origin));
        var counts = new ulong[roster.Count];
        foreach (var dot in seen)
        {
            ref var count = ref counts[roster.IndexOf(dot.Origin)];
            count = Math.Max(count, dot.Sequence);
        }

        return Over(clockBase, roster, counts);
    }

    /// <summary>Whether an update has been delivered.</summary>
    public bool Covers(Dot dot) => this[dot.Origin] >= dot.Sequence;

    /// <summary>Whether all entries of a base have been delivered.</summary>
    public bool Covers(ClockBase other) => ReferenceEquals(other, Base) || other.Entries.All(Covers);

    /// <summary>Whether all that the other clock has seen has been delivered here.</summary>
    public bool Covers(VectorClock other)
    {
        if (ReferenceEquals(Roster, other.Roster) && ReferenceEquals(Base, other.Base))
            return !CompareFlat(other._counts, _counts).Greater;
        for (var i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] > this[other.Roster[i]])
                return false;
        }

        return Covers(other.Base);
    }

    /// <summary>How this clock stands to another.</summary>
    public CausalOrder CompareTo(VectorClock other)
    {
        var (less, greater) = ReferenceEquals(Roster, other.Roster) && ReferenceEquals(Base, other.Base)
            ? CompareFlat(_counts, other._counts)
            : (!Covers(other), !other.Covers(this));
        return (less, greater) switch
        {
            (false, false) => CausalOrder.Same,
            (true, false) => CausalOrder.Before,
            (false, true) => CausalOrder.After,
            _ => CausalOrder.Concurrent,
        };
    }

    /// <summary>The least clock that has seen all that either has.</summary>
    public VectorClock Join(VectorClock other)
    {
        if (ReferenceEquals(this, other))
            return this;
        if (ReferenceEquals(Base, other.Base))
            return CombineHeads(other, Math.Max);
        var (kept, replaced) = Base.Count >= other.Base.Count ? (this, other) : (other, this);
        return kept.CombineHeads(Of(kept.Base, replaced.Beyond(kept)), Math.Max);
    }

    /// <summary>The greatest clock that both have reached.</summary>
    public VectorClock Meet(VectorClock other)
    {
        if (ReferenceEquals(this, other))
            return this;
        return ReferenceEquals(Base, other.Base)
            ? CombineHeads(other, Math.Min)
            : Of(Entries.Select(entry => entry with { Sequence = Math.Min(entry.Sequence, other[entry.Origin]) })
                .Where(entry => entry.Sequence > 0));
    }

    /// <summary>
    /// The clock with the count of a dot's origin raised to the dot; the clock itself where it covers the dot.
    /// </summary>
    public VectorClock With(Dot dot)
    {
        if (Covers(dot))
            return this;
        var roster = Roster.With(dot.Origin);
        var counts = On(roster);
        counts[roster.IndexOf(dot.Origin)] = dot.Sequence;
        return new VectorClock(Base, roster, counts);
    }

    /// <summary>The clock with all that a dot's origin made before it.</summary>
    public VectorClock WithAllBefore(Dot dot) =>
        dot.Sequence <= 1 ? this : With(dot with { Sequence = dot.Sequence - 1 });

    /// <summary>The clock without what only its head counts of an incarnation.</summary>
    public VectorClock Without(Incarnation incarnation)
    {
        var index = Roster.IndexOf(incarnation);
        if (index < 0)
            return this;
        ulong[] counts = [.. _counts];
        counts[index] = Base[incarnation];
        return new VectorClock(Base, Roster, counts);
    }

    /// <summary>
    /// The same clock, written with another base; the clock itself where it does not cover that base.
    /// </summary>
    public VectorClock Rebased(ClockBase clockBase) => ReferenceEquals(clockBase, Base) || !Covers(clockBase)
        ? this
        : Of(clockBase, Entries.Where(entry => entry.Sequence > clockBase[entry.Origin]));

    /// <summary>What this clock has seen that the other has not: of each incarnation the last update.</summary>
    public IEnumerable<Dot> Beyond(VectorClock other) =>
        (ReferenceEquals(Base, other.Base) ? Head : Entries).Where(entry => entry.Sequence > other[entry.Origin]);

    /// <summary>How many updates this clock has seen that the other has not.</summary>
    public ulong CountBeyond(VectorClock other)
    {
        var beyond = 0UL;
        foreach (var entry in Beyond(other))
            beyond += entry.Sequence - other[entry.Origin];
        return beyond;
    }

    /// <inheritdoc/>
    public bool Equals(VectorClock? other) => other is not null && CompareTo(other) == CausalOrder.Same;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VectorClock);

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Aggregate(0, (hash, entry) => hash ^ entry.GetHashCode());

    /// <inheritdoc/>
    public override string ToString() =>
        Base.IsEmpty ? $"[{string.Join(", ", Head)}]" : $"[{Base}; {string.Join(", ", Head)}]";

    private VectorClock CombineHeads(VectorClock other, Func<ulong, ulong, ulong> pick)
    {
        var roster = Roster.Union(other.Roster);
        var counts = On(roster);
        var theirs = other.On(roster);
        for (var i = 0; i < counts.Length; i++)
            counts[i] = pick(counts[i], theirs[i]);
        return new VectorClock(Base, roster, counts);
    }

    private ulong[] On(Roster roster)
    {
        if (ReferenceEquals(roster, Roster))
            return [.. _counts];
        var counts = new ulong[roster.Count];
        if (roster.Overlaps(Base))
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] = Base[roster[i]];
        }

        for (var i = 0; i < _counts.Length; i++)
            counts[roster.IndexOf(Roster[i])] = _counts[i];
        return counts;
    }

    private static (bool Less, bool Greater) CompareFlat(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var (less, greater) = (false, false);
        while (left.Length >= Vector<ulong>.Count)
        {
            var (a, b) = (new Vector<ulong>(left), new Vector<ulong>(right));
            less |= Vector.LessThanAny(a, b);
            greater |= Vector.GreaterThanAny(a, b);
            left = left[Vector<ulong>.Count..];
            right = right[Vector<ulong>.Count..];
        }

        for (var i = 0; i < left.Length; i++)
        {
            less |= left[i] < right[i];
            greater |= left[i] > right[i];
        }

        return (less, greater);
    }
}
