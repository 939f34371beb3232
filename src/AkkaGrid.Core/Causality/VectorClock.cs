using System.Numerics;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// What a replica has delivered: per incarnation the highest sequence up to which it has everything. Immutable.
/// An incarnation that is not named counts zero.
/// </summary>
/// <remarks>
/// C. Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988); F. Mattern, "Virtual
/// time and global states of distributed systems" (1989).
/// </remarks>
public sealed class VectorClock : IEquatable<VectorClock>
{
    /// <summary>The clock that has seen nothing.</summary>
    public static readonly VectorClock Empty = new(Roster.Empty, []);

    private readonly ulong[] _counts;

    private VectorClock(Roster roster, ulong[] counts)
    {
        Roster = roster;
        _counts = counts;
    }

    /// <summary>The incarnations that it counts.</summary>
    public Roster Roster { get; }

    /// <summary>The counts, in the order of <see cref="Roster"/>.</summary>
    public ReadOnlySpan<ulong> Counts => _counts;

    /// <summary>The entries that are not zero, in the order of their incarnations.</summary>
    public IEnumerable<Dot> Entries
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

    /// <summary>The count of one incarnation.</summary>
    public ulong this[Incarnation incarnation]
    {
        get
        {
            var index = Roster.IndexOf(incarnation);
            return index < 0 ? 0 : _counts[index];
        }
    }

    /// <summary>A clock over a roster.</summary>
    /// <param name="roster">The incarnations that are counted.</param>
    /// <param name="counts">One count for each, in the order of the roster; taken over, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer counts than incarnations.</exception>
    public static VectorClock Over(Roster roster, ulong[] counts) =>
        counts.Length == roster.Count
            ? new VectorClock(roster, counts)
            : throw new ArgumentException($"{counts.Length} counts for {roster.Count} incarnations", nameof(counts));

    /// <summary>The clock that covers the given dots, and nothing beyond their sequences.</summary>
    public static VectorClock Of(params IEnumerable<Dot> dots)
    {
        var seen = dots.ToList();
        var roster = Roster.Of(seen.Select(dot => dot.Origin));
        var counts = new ulong[roster.Count];
        foreach (var dot in seen)
        {
            ref var count = ref counts[roster.IndexOf(dot.Origin)];
            count = Math.Max(count, dot.Sequence);
        }

        return new VectorClock(roster, counts);
    }

    /// <summary>Whether an update has been delivered.</summary>
    public bool Covers(Dot dot) => this[dot.Origin] >= dot.Sequence;

    /// <summary>Whether all that the other clock has seen has been delivered here.</summary>
    public bool Covers(VectorClock other) => other.CompareTo(this) is CausalOrder.Before or CausalOrder.Same;

    /// <summary>How this clock stands to another.</summary>
    public CausalOrder CompareTo(VectorClock other)
    {
        var (less, greater) = ReferenceEquals(Roster, other.Roster)
            ? CompareFlat(_counts, other._counts)
            : CompareByIncarnation(this, other);
        return (less, greater) switch
        {
            (false, false) => CausalOrder.Same,
            (true, false) => CausalOrder.Before,
            (false, true) => CausalOrder.After,
            _ => CausalOrder.Concurrent,
        };
    }

    /// <summary>The least clock that has seen all that either has.</summary>
    public VectorClock Join(VectorClock other) => Combine(other, Math.Max);

    /// <summary>The greatest clock that both have reached.</summary>
    public VectorClock Meet(VectorClock other) => Combine(other, Math.Min);

    /// <summary>The clock with the count of a dot's origin raised to the dot; the clock itself where it covers the dot.</summary>
    public VectorClock With(Dot dot)
    {
        if (Covers(dot))
            return this;
        var roster = Roster.With(dot.Origin);
        var counts = On(roster);
        counts[roster.IndexOf(dot.Origin)] = dot.Sequence;
        return new VectorClock(roster, counts);
    }

    /// <summary>The clock without an incarnation; the clock itself where it does not name it.</summary>
    public VectorClock Without(Incarnation incarnation) =>
        Roster.IndexOf(incarnation) < 0 ? this : Of(Entries.Where(entry => entry.Origin != incarnation));

    /// <summary>How many updates this clock has seen that the other has not.</summary>
    public ulong CountBeyond(VectorClock other)
    {
        var beyond = 0UL;
        for (var i = 0; i < _counts.Length; i++)
        {
            var theirs = ReferenceEquals(Roster, other.Roster) ? other._counts[i] : other[Roster[i]];
            beyond += _counts[i] > theirs ? _counts[i] - theirs : 0;
        }

        return beyond;
    }

    /// <inheritdoc/>
    public bool Equals(VectorClock? other) => other is not null && CompareTo(other) == CausalOrder.Same;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VectorClock);

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Entries)}]";

    private VectorClock Combine(VectorClock other, Func<ulong, ulong, ulong> pick)
    {
        if (ReferenceEquals(this, other))
            return this;
        var roster = Roster.Union(other.Roster);
        var counts = On(roster);
        var theirs = other.On(roster);
        for (var i = 0; i < counts.Length; i++)
            counts[i] = pick(counts[i], theirs[i]);
        return new VectorClock(roster, counts);
    }

    private ulong[] On(Roster roster)
    {
        if (ReferenceEquals(roster, Roster))
            return [.. _counts];
        var counts = new ulong[roster.Count];
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

    private static (bool Less, bool Greater) CompareByIncarnation(VectorClock left, VectorClock right)
    {
        var (less, greater) = (false, false);
        foreach (var entry in left.Entries)
        {
            var other = right[entry.Origin];
            less |= entry.Sequence < other;
            greater |= entry.Sequence > other;
        }

        return (less || right.Entries.Any(entry => left[entry.Origin] < entry.Sequence), greater);
    }
}
