using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// The members of a store, by name. It changes only by joins and retirements, and replicas that exchange their sets
/// converge: a join-semilattice. Immutable.
/// </summary>
public sealed class ReplicaSet : IEquatable<ReplicaSet>
{
    /// <summary>The set without members.</summary>
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

    /// <summary>The active members.</summary>
    public IEnumerable<Member> Active => _members.Values.Where(member => member.IsActive);

    /// <summary>How many members are active.</summary>
    public int ActiveCount { get; }

    /// <summary>How many names have ever been members.</summary>
    public int Count => _members.Count;

    /// <summary>The latest known incarnation of each name.</summary>
    public ImmutableSortedDictionary<ReplicaId, Incarnation> Newest => _newest.Value;

    /// <summary>A set of given members.</summary>
    public static ReplicaSet Of(params IEnumerable<Member> members) =>
        members.Aggregate(Empty, (set, member) => set.With(member));

    /// <summary>The member with a name; null where there is none.</summary>
    public Member? Find(ReplicaId name) => _members.GetValueOrDefault(name);

    /// <summary>Whether an incarnation is the latest of an active member.</summary>
    public bool IsCurrent(Incarnation incarnation) =>
        _members.TryGetValue(incarnation.Replica, out var member)
        && member.IsActive
        && member.Incarnation == incarnation;

    /// <summary>The set with an entry added, if it is later than the entry known for its name.</summary>
    public ReplicaSet With(Member member) =>
        member.CompareTo(Find(member.Name)) <= 0 ? this : new ReplicaSet(_members.SetItem(member.Name, member));

    /// <summary>The join of both sets; this set itself where the other contains nothing later.</summary>
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
