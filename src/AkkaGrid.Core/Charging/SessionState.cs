namespace AkkaGrid.Core.Charging;

/// <summary>The states of a charging session, as in OCPI.</summary>
public enum SessionState
{
    /// <summary>Its power is allocated, but its record is not durable yet.</summary>
    Pending,

    /// <summary>It charges.</summary>
    Active,

    /// <summary>It reached its end or was cancelled.</summary>
    Completed,

    /// <summary>It does not count: its start was abandoned, or another session stands for its key.</summary>
    Invalid,
}
