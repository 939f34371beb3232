namespace AkkaGrid.Core.Charging;

/// <summary>
/// How long a request has waited for room, and how much longer it may. Spans, so that no clocks need agree.
/// </summary>
/// <param name="Waited">Since its first arrival at an edge.</param>
/// <param name="Left">From now on; zero where it may not wait.</param>
public readonly record struct WaitBudget(TimeSpan Waited, TimeSpan Left)
{
    /// <summary>For now or never.</summary>
    public static WaitBudget None => default;
}
