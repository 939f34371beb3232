namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>Whether a member of the replica set counts.</summary>
public enum MemberStatus
{
    /// <summary>It counts for majorities and for garbage collection, reachable or not.</summary>
    Active,

    /// <summary>
    /// It does not count. A start of the name that is still alive, or comes back, enters the set again.
    /// </summary>
    Retired,
}
