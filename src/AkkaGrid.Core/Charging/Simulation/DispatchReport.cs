namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>What a <see cref="DispatchStudy"/> has found.</summary>
/// <param name="Seeds">How many runs each row sums up.</param>
/// <param name="Minutes">How many virtual minutes a run of the small grid lasts.</param>
/// <param name="Rows">Each way at each load of each grid.</param>
/// <param name="Bars">What the default is held to.</param>
public sealed record DispatchReport(int Seeds, double Minutes, IReadOnlyList<DispatchRow> Rows, IReadOnlyList<DispatchBar> Bars)
{
    /// <summary>Whether all bars are met.</summary>
    public bool IsMet => Bars.All(bar => bar.IsMet);
}

/// <summary>How one way to dispatch did. A reference that is computed leaves out what it does not say.</summary>
/// <param name="Grid">The grid, or the rush hour.</param>
/// <param name="Load">The power that is asked for over the power that is there; null for the rush hour.</param>
/// <param name="Way">The policy, and what it is run with.</param>
/// <param name="Count">The share refused of those for which some substation is large enough.</param>
/// <param name="Power">The same, weighted by power.</param>
/// <param name="BySize">The share refused of each size, by kW.</param>
/// <param name="Accepted">The share accepted of all that came.</param>
/// <param name="Jain">Fairness among the sizes, 1 at best.</param>
/// <param name="Avoidable">Refusals while some substation had room.</param>
/// <param name="Violations">Moments at which a substation gave more than its limit.</param>
/// <param name="MeanWaitSeconds">How long the accepted waited.</param>
/// <param name="MeanGrant">The share of its power that an accepted vehicle was given.</param>
public sealed record DispatchRow(
    string Grid,
    double? Load,
    string Way,
    double? Count,
    double? Power,
    IReadOnlyDictionary<int, double> BySize,
    double? Accepted = null,
    double? Jain = null,
    long? Avoidable = null,
    long? Violations = null,
    double? MeanWaitSeconds = null,
    double? MeanGrant = null);

/// <summary>A figure that the default is held to.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Limit">What it may be.</param>
/// <param name="IsFloor">Whether it may be no less; else it may be no more.</param>
public sealed record DispatchBar(string What, double Measured, double Limit, bool IsFloor)
{
    /// <summary>Whether it is met.</summary>
    public bool IsMet => IsFloor ? Measured >= Limit : Measured <= Limit;
}
