using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// The replicas that a store consists of, by name. It changes by joining and retiring alone, and two replicas that tell
/// each other theirs come to the same: a join-semilattice. Immutable.
/// </summary>
public sealed class ReplicaSet : IEquatable<ReplicaSet>
{
    /// <summary>The set of nobody.</summary>
    public static readonly ReplicaSet Empty = new(ImmutableSortedDictionary<ReplicaId, Member>.Empty);

    private readonly ImmutableSortedDictionary<ReplicaId, Member> _members;
    private readonly Lazy<ImmutableSortedDictionary<ReplicaId, Incarnation>> _newest;

    private ReplicaSet(ImmutableSortedDictionary<ReplicaId, Member> members)
    {
        _members = members;
        _newest = new(() => members.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Incarnation));
        ActiveCount = members.Values.Count(member => member.IsActive);
    }

    /// <summary>All members, retired ones included, by name.</summary>
    public IEnumerable<Member> Members => _members.Values;

    /// <summary>The members that count.</summary>
    public IEnumerable<Member> Active => _members.Values.Where(member => member.IsActive);

    /// <summary>How many members count.</summary>
    public int ActiveCount { get; }

    /// <summary>How many names have ever been members.</summary>
    public int Count => _members.Count;

    /// <summary>The newest known incarnation of each name.</summary>
    public ImmutableSortedDictionary<ReplicaId, Incarnation> Newest => _newest.Value;

    /// <summary>A set of given members.</summary>
    public static ReplicaSet Of(params IEnumerable<Member> members) =>
        members.Aggregate(Empty, (set, member) => set.With(member));

    /// <summary>The member of a name; null where there is none.</summary>
    public Member? Find(ReplicaId name) => _members.GetValueOrDefault(name);

    /// <summary>Whether an incarnation is an active member's newest.</summary>
    public bool IsCurrent(Incarnation incarnation) =>
        _members.TryGetValue(incarnation.Replica, out var member)
        && member.IsActive
        && member.Incarnation == incarnation;

    /// <summary>The set with what is newer of a name, known or given.</summary>
    public ReplicaSet With(Member member) =>
        member.CompareTo(Find(member.Name)) <= 0 ? this : new ReplicaSet(_members.SetItem(member.Name, member));

    /// <summary>What either knows; this set itself where the other knows nothing newer.</summary>
    public ReplicaSet Join(ReplicaSet other) =>
        other._members.Values.Aggregate(this, (set, member) => set.With(member));

    /// <inheritdoc/>
    public bool Equals(ReplicaSet? other) =>
        ReferenceEquals(this, other) || (other is not null && _members.Values.SequenceEqual(other._members.Values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReplicaSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _members.Values.Aggregate(0, HashCode.Combine);
}
