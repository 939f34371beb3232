namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The reference rows of the study, computed instead of simulated.</summary>
internal static class DispatchReferences
{
    // The bound takes longer to compute than the runs that it bounds, and varies less.
    private const int RushHoursBounded = 30;

    /// <summary>The blocking of one undivided pool of the grid's power.</summary>
    public static IEnumerable<DispatchRow> Pooled() =>
    [
        .. DispatchCases.Loads.Select(load => Pooled(SimulatedGrid.Three, load, Traffic.Sizes)),
        .. DispatchCases.LargeGrids.SelectMany(grid =>
            DispatchCases.LoadsOfLargeGrids.Select(load => Pooled(grid, load, Traffic.SizesWithLargest))),
    ];

    /// <summary>An upper bound for the share of the rush hour that any policy can accept without waiting.</summary>
    /// <param name="rushHours">The number of rush hours.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static DispatchRow Clairvoyant(int rushHours, CancellationToken cancellationToken)
    {
        var bounds = Enumerable.Range(1, Math.Min(rushHours, RushHoursBounded)).AsParallel().AsOrdered()
            .WithCancellation(cancellationToken)
            .Select(seed => ClairvoyantBound.Acceptance(SimulatedGrid.Original, [.. Traffic.RushHour(seed)]));
        return new DispatchRow(
            DispatchStudy.RushHour,
            null,
            "bound of all that know the future",
            null,
            null,
            new Dictionary<int, double>())
        {
            Accepted = bounds.ToArray().Average(),
        };
    }

    private static DispatchRow Pooled(SimulatedGrid grid, double load, IReadOnlyList<int> sizes)
    {
        var blocking = KaufmanRoberts.Blocking(
            grid.Capacity, [.. sizes.Select(size => new OfferedClass(size, load * grid.Capacity / sizes.Sum()))]);
        return new DispatchRow(
            grid.Name, load, "one pool (Kaufman-Roberts)", blocking.Average(),
            sizes.Zip(blocking, (size, share) => size * share).Sum() / sizes.Sum(),
            sizes.Zip(blocking).ToDictionary(size => size.First, size => size.Second));
    }
}
