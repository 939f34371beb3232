using System.Collections.Immutable;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// The incarnations that the head of a vector clock counts, in order. Clocks that share one roster compare as flat
/// arrays, so a roster is shared wherever it can be.
/// </summary>
public sealed class Roster
{
    /// <summary>The roster of nobody.</summary>
    public static readonly Roster Empty = new([]);

    private readonly ImmutableArray<Incarnation> _members;

    // Which base was asked about last, and what it has of these incarnations. A race repeats the work.
    private Tuple<ClockBase, bool>? _overlap;

    private Roster(ImmutableArray<Incarnation> members) => _members = members;

    /// <summary>How many incarnations it names.</summary>
    public int Count => _members.Length;

    /// <summary>The incarnations, in ascending order.</summary>
    public ImmutableArray<Incarnation> Members => _members;

    /// <summary>The incarnation at a place.</summary>
    public Incarnation this[int index] => _members[index];

    /// <summary>A roster of the given incarnations, in any order, repeated or not.</summary>
    public static Roster Of(IEnumerable<Incarnation> members)
    {
        ImmutableArray<Incarnation> sorted = [.. members.Distinct().Order()];
        return sorted.IsEmpty ? Empty : new Roster(sorted);
    }

    /// <summary>The place of an incarnation, or a negative number where it is not named.</summary>
    public int IndexOf(Incarnation incarnation)
    {
        // Random bits compare faster than names, and rosters are mostly short.
        const int Short = 16;
        if (_members.Length > Short)
            return _members.BinarySearch(incarnation);
        for (var i = 0; i < _members.Length; i++)
        {
            if (_members[i].Nonce == incarnation.Nonce && _members[i].Replica == incarnation.Replica)
                return i;
        }

        return -1;
    }

    /// <summary>The roster that names all of both: one of the two where it suffices.</summary>
    public Roster Union(Roster other)
    {
        if (ReferenceEquals(this, other) || other._members.All(Contains))
            return this;
        return _members.All(other.Contains) ? other : Of(_members.Concat(other._members));
    }

    /// <summary>The roster with one more incarnation.</summary>
    public Roster With(Incarnation incarnation) =>
        Contains(incarnation) ? this : Of(_members.Append(incarnation));

    /// <summary>The roster without an incarnation.</summary>
    public Roster Without(Incarnation incarnation) =>
        Contains(incarnation) ? Of(_members.Remove(incarnation)) : this;

    /// <summary>Whether a base has an entry for any of these incarnations.</summary>
    public bool Overlaps(ClockBase clockBase)
    {
        if (clockBase.IsEmpty)
            return false;
        if (_overlap is { } known && ReferenceEquals(known.Item1, clockBase))
            return known.Item2;
        var overlaps = _members.Any(member => clockBase[member] > 0);
        _overlap = Tuple.Create(clockBase, overlaps);
        return overlaps;
    }

    private bool Contains(Incarnation incarnation) => IndexOf(incarnation) >= 0;
}
