namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>
/// Counts what was asked of the grid in the last minutes and what it refused, and computes what one undivided pool of
/// its power would refuse of the same. Its size does not depend on what comes.
/// </summary>
/// <param name="begin">When it began to count.</param>
public sealed class BlockingTally(DateTimeOffset begin)
{
    private const int Slices = 20;

    // A pool that is larger is reckoned in units of more than a kilowatt.
    private const int MaxUnits = 100_000;

    // Below it a rate is no more than a guess.
    private static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(1);

    private readonly BlockingSlice[] _slices = [.. Enumerable.Range(0, Slices).Select(_ => new BlockingSlice())];

    /// <summary>How far back it looks: 10 minutes.</summary>
    public static TimeSpan Window => TimeSpan.FromMinutes(10);

    private static TimeSpan SliceLength => Window / Slices;

    /// <summary>Counts a request once, when it is answered for good.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="session">The session that it was given, where it was.</param>
    /// <param name="now">The time; never earlier than before.</param>
    public void Count(ChargeRequest request, RequestOutcome outcome, ChargingSession? session, DateTimeOffset now)
    {
        var number = NumberAt(now);
        var slice = _slices[number % Slices];
        slice.TurnTo(number);
        slice.Count(request, outcome, session);
    }

    /// <summary>How it stands.</summary>
    /// <param name="capacity">What the substations that take sessions may give together.</param>
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
