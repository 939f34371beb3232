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
}
