namespace AkkaGrid.Core.Charging;

/// <summary>The states of a charging session, as OCPI has them.</summary>
public enum SessionState
{
    /// <summary>Its power is taken, its record is not yet durable.</summary>
    Pending,

    /// <summary>It charges.</summary>
    Active,

    /// <summary>It ended by itself or was cancelled.</summary>
    Completed,

    /// <summary>It does not count: its start was given up, or another session of its key stands.</summary>
    Invalid,
}
