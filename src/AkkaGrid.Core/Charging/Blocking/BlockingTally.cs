namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>
/// Counts the requests and refusals of the last minutes, and computes what one undivided pool of the grid's power would
/// refuse of the same requests. Its memory use is constant.
/// </summary>
/// <param name="begin">When it began to count.</param>
public sealed class BlockingTally(DateTimeOffset begin)
{
    private const int Slices = 20;

    // A larger pool is computed in units of more than a kilowatt.
    private const int MaxUnits = 100_000;

    // Over a shorter window a rate is unreliable.
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(1);

    private readonly BlockingSlice[] _slices = [.. Enumerable.Range(0, Slices).Select(_ => new BlockingSlice())];

    /// <summary>The length of the window: 10 minutes.</summary>
    public static TimeSpan Window => TimeSpan.FromMinutes(10);

    private static TimeSpan SliceLength => Window / Slices;

    /// <summary>Counts a request when it is closed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="session">Its session; null where it got none.</param>
    /// <param name="now">The time; must not go back.</param>
    public void Count(ChargeRequest request, RequestOutcome outcome, ChargingSession? session, DateTimeOffset now)
    {
        var number = NumberAt(now);
        var slice = _slices[number % Slices];
        slice.TurnTo(number);
        slice.Count(request, outcome, session);
    }

    /// <summary>The blocking in the window.</summary>
    /// <param name="capacity">The sum of the limits of the substations that accept sessions.</param>
    /// <param name="now">The time.</param>
    public BlockingReading Read(Kilowatts capacity, DateTimeOffset now)
    {
        var present = NumberAt(now);
        var all = new BlockingSlice();
        foreach (var slice in _slices.Where(slice => slice.Number > present - Slices))
            all.Add(slice);

        var first = Math.Max(0, present - Slices + 1);
        var window = now - (begin + (SliceLength * first));
        var pooled = window < MinWindow ? [] : Pooled(all, capacity, window);
        return new BlockingReading(window, [.. all.Requests()], pooled, all.Shares(), SharesOf(all, pooled));
    }

    private static IReadOnlyList<PooledBlocking> Pooled(BlockingSlice all, Kilowatts capacity, TimeSpan window)
    {
        if (all.MeanSeconds() is not { } meanSeconds)
            return [];
        var unit = Math.Max(1, Math.Ceiling((double)capacity.Value / MaxUnits));
        var sizes = SizeClass.All.Where(size => all.Offered(size) > 0).ToArray();
        var classes = sizes.Select(size =>
        {
            // Rounding the size to whole units must not change the load.
            var kilowatts = all.MeanKilowatts(size);
            var units = Math.Max(1, Math.Round(kilowatts / unit));
            var erlangs = all.Offered(size) / window.TotalSeconds * (all.MeanSeconds(size) ?? meanSeconds);
            return new OfferedClass((int)units, erlangs * kilowatts / (units * unit));
        }).ToArray();
        var blocking = KaufmanRoberts.Blocking((int)((double)capacity.Value / unit), classes);
        return [.. sizes.Zip(blocking, (size, share) => new PooledBlocking(size, share))];
    }

    private static BlockingShares? SharesOf(BlockingSlice all, IReadOnlyList<PooledBlocking> pooled) =>
        pooled.Count == 0
            ? null
            : new BlockingShares(
                pooled.Sum(size => size.Blocking * all.Offered(size.Size)) / pooled.Sum(size => all.Offered(size.Size)),
                pooled.Sum(size => size.Blocking * all.OfferedKilowatts(size.Size))
                    / pooled.Sum(size => all.OfferedKilowatts(size.Size)));

    private long NumberAt(DateTimeOffset now) => Math.Max(0, (now - begin).Ticks / SliceLength.Ticks);
}
