namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>How a member of the replica set stands.</summary>
public enum Standing
{
    /// <summary>It counts for majorities and for stability, reachable or not.</summary>
    Active,

    /// <summary>It is out of the set for good; the same name can come back only as a new incarnation.</summary>
    Retired,
}
