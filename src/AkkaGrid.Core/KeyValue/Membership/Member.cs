using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>A member of the replica set.</summary>
/// <param name="Incarnation">The latest known start of its name.</param>
/// <param name="Entered">
/// The timestamp at which that start entered the set, by its own clock: later than any earlier entry of its name that
/// it knew.
/// </param>
/// <param name="Status">Whether it is active or retired.</param>
public sealed record Member(Incarnation Incarnation, HybridTimestamp Entered, MemberStatus Status = MemberStatus.Active)
    : IComparable<Member>
{
    /// <summary>Its name, which stays the same across restarts.</summary>
    public ReplicaId Name => Incarnation.Replica;

    /// <summary>Whether it is active.</summary>
    public bool IsActive => Status == MemberStatus.Active;

    /// <summary>
    /// Orders the entries of one name: a later entry supersedes an earlier one, and a retirement supersedes the entry
    /// that it retires.
    /// </summary>
    public int CompareTo(Member? other)
    {
        if (other is null)
            return 1;
        var byEntry = Entered.CompareTo(other.Entered);
        if (byEntry != 0)
            return byEntry;
        var byIncarnation = Incarnation.CompareTo(other.Incarnation);
        return byIncarnation != 0 ? byIncarnation : Status.CompareTo(other.Status);
    }
}
