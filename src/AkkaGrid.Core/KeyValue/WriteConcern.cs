namespace AkkaGrid.Core.KeyValue;

/// <summary>How many replicas must have an update on disk before its write is acknowledged.</summary>
public enum WriteConcern
{
    /// <summary>The replica that took it.</summary>
    Local,

    /// <summary>More than half of the replica set, that one included.</summary>
    Majority,

    /// <summary>The whole replica set.</summary>
    All,

    /// <summary>
    /// <see cref="Majority"/> where the set has three replicas or more and so many can be reached, else
    /// <see cref="Local"/>. A majority of two is both: the failure of one would hold up every write.
    /// </summary>
    MajorityElseLocal,
}
