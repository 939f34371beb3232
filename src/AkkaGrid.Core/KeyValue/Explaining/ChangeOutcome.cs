namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>What has become of the change of one key.</summary>
public enum ChangeOutcome
{
    /// <summary>It is what reads return.</summary>
    Winner,

    /// <summary>It stands beside the version that reads return.</summary>
    Sibling,

    /// <summary>A later write has replaced it.</summary>
    Superseded,

    /// <summary>It deleted the key, and nothing is left to tell of it.</summary>
    Collected,
}
