namespace AkkaGrid.KeyValue.Watching;

/// <summary>The places that a store has for watchers: so many, and no more.</summary>
internal sealed class WatchPlaces(int limit, Action<int> changed)
{
    private readonly Action<int> _changed = changed;
    private int _taken;

    /// <summary>Takes a place.</summary>
    /// <exception cref="TooManyWatchesException">All are taken.</exception>
    public IDisposable Take()
    {
        var taken = Interlocked.Increment(ref _taken);
        if (taken > limit)
        {
            Interlocked.Decrement(ref _taken);
            throw new TooManyWatchesException(limit);
        }

        _changed(taken);
        return new Place(this);
    }

    private sealed class Place(WatchPlaces places) : IDisposable
    {
        private int _isFree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0)
                places._changed(Interlocked.Decrement(ref places._taken));
        }
    }
}
