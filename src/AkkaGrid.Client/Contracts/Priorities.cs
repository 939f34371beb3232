namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="ChargeRequest.Priority"/>.</summary>
public static class Priorities
{
    /// <summary>Charges longer, at 1.3 times the base duration.</summary>
    public const string Low = "low";

    /// <summary>Charges for the base duration.</summary>
    public const string Normal = "normal";

    /// <summary>Charges shorter, at 0.7 times the base duration but not under 5 s.</summary>
    public const string High = "high";
}
