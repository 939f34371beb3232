namespace AkkaGrid.Core.KeyValue;

/// <summary>How many replicas must have an update on disk before its write is acknowledged.</summary>
public enum WriteConcern
{
    /// <summary>The replica that accepted it.</summary>
    Local,

    /// <summary>More than half of the replica set, that one included.</summary>
    Majority,

    /// <summary>The whole replica set.</summary>
    All,

    /// <summary>
    /// <see cref="Majority"/> where the set has at least three replicas and a majority can be reached, otherwise
    /// <see cref="Local"/>. A majority of two is both: one failure would block every write.
    /// </summary>
    MajorityElseLocal,
}
