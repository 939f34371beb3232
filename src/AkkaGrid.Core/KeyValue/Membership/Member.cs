using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>A member of the replica set.</summary>
/// <param name="Incarnation">Its newest known start.</param>
/// <param name="Entered">
/// When that start entered the set, by its own clock: later than all that it knew of its name.
/// </param>
/// <param name="Status">Whether it counts.</param>
public sealed record Member(Incarnation Incarnation, HybridTimestamp Entered, MemberStatus Status = MemberStatus.Active)
    : IComparable<Member>
{
    /// <summary>The name that it is known by over restarts.</summary>
    public ReplicaId Name => Incarnation.Replica;

    /// <summary>Whether it counts.</summary>
    public bool IsActive => Status == MemberStatus.Active;

    /// <summary>
    /// Orders what is known of one name: a later entry supersedes an earlier one, and a retirement the entry that it
    /// ends.
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
