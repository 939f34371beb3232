namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>The outcome of the change of one key.</summary>
public enum ChangeOutcome
{
    /// <summary>Reads return it.</summary>
    Winner,

    /// <summary>It is concurrent to the version that reads return.</summary>
    Sibling,

    /// <summary>A later write has replaced it.</summary>
    Superseded,

    /// <summary>It deleted the key, and its tombstone has been collected.</summary>
    Collected,
}
