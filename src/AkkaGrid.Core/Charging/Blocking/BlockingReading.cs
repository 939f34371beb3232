namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>
/// The blocking of the grid in a recent window, compared with that of one undivided pool of its power.
/// </summary>
/// <param name="Window">The window.</param>
/// <param name="Requests">The requests that arrived and were refused, by size and priority.</param>
/// <param name="Pooled">
/// The share of each size that a pool would refuse (<see cref="KaufmanRoberts"/>); empty while the duration of sessions
/// is unknown.
/// </param>
/// <param name="Refused">The grid's blocking over all requests; null where none arrived.</param>
/// <param name="RefusedPooled">
/// The pool's blocking over all requests; null where <paramref name="Pooled"/> is empty.
/// </param>
public sealed record BlockingReading(
    TimeSpan Window,
    IReadOnlyList<OfferedRequests> Requests,
    IReadOnlyList<PooledBlocking> Pooled,
    BlockingShares? Refused,
    BlockingShares? RefusedPooled);

/// <summary>The requests of one size and priority.</summary>
/// <param name="Size">Their size.</param>
/// <param name="Priority">Their priority.</param>
/// <param name="Offered">How many arrived.</param>
/// <param name="Refused">How many of them were refused.</param>
public readonly record struct OfferedRequests(SizeClass Size, Priority Priority, long Offered, long Refused)
{
    /// <summary>The share that was refused, from 0 to 1.</summary>
    public double Blocking => (double)Refused / Offered;
}

/// <summary>The blocking of one size in a pool.</summary>
/// <param name="Size">The size.</param>
/// <param name="Blocking">The share, from 0 to 1.</param>
public readonly record struct PooledBlocking(SizeClass Size, double Blocking);

/// <summary>The refused shares, from 0 to 1.</summary>
/// <param name="Count">The share of the requests.</param>
/// <param name="Power">The share of the power that was requested.</param>
public readonly record struct BlockingShares(double Count, double Power);
