namespace AkkaGrid.Core.Charging;

/// <summary>
/// How long a request has waited for room, and how much longer it may wait. Durations, so that no clocks need agree.
/// </summary>
/// <param name="Waited">The time since its first arrival at an edge.</param>
/// <param name="Left">The remaining time; zero where it may not wait.</param>
public readonly record struct WaitBudget(TimeSpan Waited, TimeSpan Left)
{
    /// <summary>No waiting.</summary>
    public static WaitBudget None => default;
}
