namespace AkkaGrid.Core.Verification;

/// <summary>What a client knows of an operation.</summary>
public enum Outcome
{
    /// <summary>It was answered.</summary>
    Ok,

    /// <summary>It was refused: nothing was read or written.</summary>
    Failed,

    /// <summary>No answer, or one that leaves open whether the write happened.</summary>
    Unknown,
}
