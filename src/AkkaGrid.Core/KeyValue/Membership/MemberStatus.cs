namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>Whether a member of the replica set is active.</summary>
public enum MemberStatus
{
    /// <summary>It counts for majorities and for garbage collection, reachable or not.</summary>
    Active,

    /// <summary>
    /// It does not count. If a start of the name is still alive, or starts later, it enters the set again.
    /// </summary>
    Retired,
}
