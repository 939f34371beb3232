namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The results of a <see cref="DispatchStudy"/>.</summary>
/// <param name="Seeds">How many runs a row of the small grid aggregates.</param>
/// <param name="Minutes">How many virtual minutes a run of the small grid lasts.</param>
/// <param name="Rows">One row for each policy and setup at each load of each grid.</param>
/// <param name="Bars">The bars of the default policy.</param>
public sealed record DispatchReport(
    int Seeds, double Minutes, IReadOnlyList<DispatchRow> Rows, IReadOnlyList<DispatchBar> Bars)
{
    /// <summary>Whether all bars are met.</summary>
    public bool IsMet => Bars.All(bar => bar.IsMet);
}

/// <summary>The results of one policy and setup. A computed reference has only the figures that it defines.</summary>
/// <param name="Grid">The grid, or the rush hour.</param>
/// <param name="Load">The requested power divided by the capacity; null for the rush hour.</param>
/// <param name="Way">The policy and its setup.</param>
/// <param name="Count">The refused share of the requests for which some substation is large enough.</param>
/// <param name="Power">The same, weighted by power.</param>
/// <param name="BySize">The refused share of each size, by kW.</param>
public sealed record DispatchRow(
    string Grid,
    double? Load,
    string Way,
    double? Count,
    double? Power,
    IReadOnlyDictionary<int, double> BySize)
{
    /// <summary>The accepted share of all arrivals, including those that fit no substation.</summary>
    public double? Accepted { get; init; }

    /// <summary>Jain's index of fairness among the sizes; 1 is the best.</summary>
    public double? Jain { get; init; }

    /// <summary>How many requests were refused while some substation had room.</summary>
    public long? Avoidable { get; init; }

    /// <summary>How often a substation exceeded its limit.</summary>
    public long? Violations { get; init; }

    /// <summary>The mean wait of accepted vehicles, in seconds.</summary>
    public double? MeanWaitSeconds { get; init; }

    /// <summary>The mean share of its requested power that an accepted vehicle was granted.</summary>
    public double? MeanGrant { get; init; }

    /// <summary>How many runs it aggregates.</summary>
    public int? Runs { get; init; }

    /// <summary>The standard error of <see cref="Count"/>, from the variance of the runs.</summary>
    public double? CountError { get; init; }

    /// <summary>The standard error of <see cref="Power"/>.</summary>
    public double? PowerError { get; init; }

    /// <summary>The standard error of <see cref="Accepted"/>.</summary>
    public double? AcceptedError { get; init; }
}

/// <summary>A bar that the default policy must meet.</summary>
/// <param name="What">The name of the measured figure.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Error">Its standard error; null where it involves no chance, or for a single run.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsFloor">Whether the limit is a minimum; otherwise it is a maximum.</param>
public sealed record DispatchBar(string What, double Measured, double? Error, double Limit, bool IsFloor)
{
    /// <summary>Whether it is met.</summary>
    public bool IsMet => IsFloor ? Measured >= Limit : Measured <= Limit;
}
