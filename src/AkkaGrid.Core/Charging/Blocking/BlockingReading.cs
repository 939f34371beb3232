namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>How much the grid refused lately, beside what one undivided pool of its power would have.</summary>
/// <param name="Window">The time it tells of.</param>
/// <param name="Requests">What came and was refused, of each size and priority that came.</param>
/// <param name="Pooled">
/// The share of each size that came which a pool would refuse (<see cref="KaufmanRoberts"/>); none while nothing is
/// known of how long sessions last.
/// </param>
/// <param name="Refused">What the grid refused of all; null where nothing came.</param>
/// <param name="RefusedPooled">What a pool would refuse of all; null where <paramref name="Pooled"/> is empty.</param>
public sealed record BlockingReading(
    TimeSpan Window,
    IReadOnlyList<OfferedRequests> Requests,
    IReadOnlyList<PooledBlocking> Pooled,
    BlockingShares? Refused,
    BlockingShares? RefusedPooled);

/// <summary>The requests of one size and priority.</summary>
/// <param name="Size">Their size.</param>
/// <param name="Priority">Their priority.</param>
/// <param name="Offered">How many came.</param>
/// <param name="Refused">How many of them were refused.</param>
public readonly record struct OfferedRequests(SizeClass Size, Priority Priority, long Offered, long Refused)
{
    /// <summary>The share that was refused, from 0 to 1.</summary>
    public double Blocking => (double)Refused / Offered;
}

/// <summary>What a pool would refuse of one size.</summary>
/// <param name="Size">The size.</param>
/// <param name="Blocking">The share, from 0 to 1.</param>
public readonly record struct PooledBlocking(SizeClass Size, double Blocking);

/// <summary>Shares that are refused, from 0 to 1.</summary>
/// <param name="Count">Of the requests.</param>
/// <param name="Power">Of the power they ask for.</param>
public readonly record struct BlockingShares(double Count, double Power);
