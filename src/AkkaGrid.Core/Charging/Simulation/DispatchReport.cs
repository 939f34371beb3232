namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>What a <see cref="DispatchStudy"/> has found.</summary>
/// <param name="Seeds">How many runs a row of the small grid sums up.</param>
/// <param name="Minutes">How many virtual minutes a run of the small grid lasts.</param>
/// <param name="Rows">Each way at each load of each grid.</param>
/// <param name="Bars">What the default is held to.</param>
public sealed record DispatchReport(
    int Seeds, double Minutes, IReadOnlyList<DispatchRow> Rows, IReadOnlyList<DispatchBar> Bars)
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
public sealed record DispatchRow(
    string Grid,
    double? Load,
    string Way,
    double? Count,
    double? Power,
    IReadOnlyDictionary<int, double> BySize)
{
    /// <summary>The share accepted of all that came, also of those that fit nowhere.</summary>
    public double? Accepted { get; init; }

    /// <summary>Fairness among the sizes, 1 at best.</summary>
    public double? Jain { get; init; }

    /// <summary>Refusals while some substation had room.</summary>
    public long? Avoidable { get; init; }

    /// <summary>Moments at which a substation gave more than its limit.</summary>
    public long? Violations { get; init; }

    /// <summary>How long the accepted waited.</summary>
    public double? MeanWaitSeconds { get; init; }

    /// <summary>The share of its power that an accepted vehicle was given.</summary>
    public double? MeanGrant { get; init; }

    /// <summary>How many runs it sums up.</summary>
    public int? Runs { get; init; }

    /// <summary>The standard error of <see cref="Count"/>, from how the runs differ.</summary>
    public double? CountError { get; init; }

    /// <summary>The standard error of <see cref="Power"/>.</summary>
    public double? PowerError { get; init; }

    /// <summary>The standard error of <see cref="Accepted"/>.</summary>
    public double? AcceptedError { get; init; }
}

/// <summary>A figure that the default is held to.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Error">Its standard error; null where chance plays no part, or one run can't tell.</param>
/// <param name="Limit">What it may be.</param>
/// <param name="IsFloor">Whether it may be no less; else it may be no more.</param>
public sealed record DispatchBar(string What, double Measured, double? Error, double Limit, bool IsFloor)
{
    /// <summary>Whether it is met.</summary>
    public bool IsMet => IsFloor ? Measured >= Limit : Measured <= Limit;
}
