using System.Threading.RateLimiting;

namespace AkkaGrid.KeyValue.Watching;

/// <summary>The places that a store has for watchers: so many, and no more.</summary>
internal sealed class WatchPlaces(int limit, Action<int> changed)
{
    private readonly ConcurrencyLimiter _limiter =
        new(new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = 0 });

    /// <summary>Takes a place.</summary>
    /// <exception cref="TooManyWatchesException">All are taken.</exception>
    public IDisposable Take()
    {
        var lease = _limiter.AttemptAcquire();
        if (!lease.IsAcquired)
            throw new TooManyWatchesException(limit);
        ShowTaken();
        return new Place(this, lease);
    }

    private void ShowTaken() => changed(limit - (int)_limiter.GetStatistics()!.CurrentAvailablePermits);

    private sealed class Place(WatchPlaces places, RateLimitLease lease) : IDisposable
    {
        public void Dispose()
        {
            lease.Dispose();
            places.ShowTaken();
        }
    }
}
