namespace AkkaGrid.Client;

/// <summary>How many replicas have a write on disk before it is acknowledged.</summary>
public enum WriteConcern
{
    /// <summary>The one that was asked.</summary>
    Local,

    /// <summary>More than half of the replica set.</summary>
    Majority,

    /// <summary>The whole replica set.</summary>
    All,
}
