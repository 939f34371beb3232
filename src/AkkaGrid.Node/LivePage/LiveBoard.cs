namespace AkkaGrid.Node.LivePage;

/// <summary>
/// The data of the live page at one node: of each topic only the latest state, and the last updates that arrived at
/// replicas. So a slow reader misses intermediate states, and holds up no other.
/// </summary>
internal sealed class LiveBoard
{
    /// <summary>The largest number of readers at one node.</summary>
    public const int MaxReaders = 16;

    /// <summary>The largest number of updates that are kept for readers.</summary>
    public const int MaxUpdates = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Number, byte[] State)> _topics = [];
    private readonly Queue<LiveUpdate> _updates = new();
    private TaskCompletionSource _changed = NewSource();
    private TaskCompletionSource _watched = NewSource();
    private long _number;
    private long _updateCount;
    private long _leftOut;
    private int _readers;

    /// <summary>Whether there is a reader.</summary>
    public bool IsWatched => Volatile.Read(ref _readers) > 0;

    /// <summary>Completes when there is a reader.</summary>
    public Task Watched
    {
        get
        {
            lock (_gate)
                return _watched.Task;
        }
    }

    /// <summary>Adds a reader; null where the limit is reached.</summary>
    public Reader? TryOpen()
    {
        lock (_gate)
        {
            if (_readers == MaxReaders)
                return null;
            if (_readers++ == 0)
                _watched.SetResult();
            return new Reader(this, _updateCount, _leftOut);
        }
    }

    /// <summary>Replaces the state of a topic; does nothing while there is no reader.</summary>
    public void Show(string topic, byte[] state)
    {
        lock (_gate)
        {
            if (_readers == 0)
                return;
            if (_topics.TryGetValue(topic, out var former) && former.State.AsSpan().SequenceEqual(state))
                return;
            _topics[topic] = (++_number, state);
            Raise();
        }
    }

    /// <summary>Adds updates that arrived at replicas, and counts others that are left out.</summary>
    public void Add(IReadOnlyCollection<LiveUpdate> updates, long leftOut)
    {
        if (updates.Count == 0 && leftOut == 0)
            return;
        lock (_gate)
        {
            if (_readers == 0)
                return;
            foreach (var update in updates)
                _updates.Enqueue(update);
            _updateCount += updates.Count;
            while (_updates.Count > MaxUpdates)
                _updates.Dequeue();
            _leftOut += leftOut;
            Raise();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Raise()
    {
        _changed.SetResult();
        _changed = NewSource();
    }

    private void Close()
    {
        lock (_gate)
        {
            if (--_readers > 0)
                return;
            // Without readers the states would grow old; the next reader gets new ones.
            _watched = NewSource();
            _topics.Clear();
            _updates.Clear();
        }
    }

    /// <summary>One reader of the board.</summary>
    internal sealed class Reader(LiveBoard board, long updatesRead, long leftOutRead) : IDisposable
    {
        private long _read;
        private long _updatesRead = updatesRead;
        private long _leftOutRead = leftOutRead;
        private bool _isClosed;

        /// <summary>Completes when there is more to read. To miss nothing, get it before reading.</summary>
        public Task Changed
        {
            get
            {
                lock (board._gate)
                    return board._changed.Task;
            }
        }

        /// <summary>The topics whose state has changed since this reader's last read.</summary>
        public IReadOnlyList<(string Topic, byte[] State)> Read()
        {
            lock (board._gate)
            {
                var news = board._topics.Where(topic => topic.Value.Number > _read)
                    .OrderBy(topic => topic.Value.Number)
                    .Select(topic => (topic.Key, topic.Value.State))
                    .ToList();
                _read = board._number;
                return news;
            }
        }

        /// <summary>
        /// The updates since this reader's last read, and how many more were left out; null for none.
        /// </summary>
        public LiveUpdates? ReadUpdates()
        {
            lock (board._gate)
            {
                var unread = (int)Math.Min(board._updateCount - _updatesRead, board._updates.Count);
                var leftOut = board._updateCount - _updatesRead - unread + board._leftOut - _leftOutRead;
                _updatesRead = board._updateCount;
                _leftOutRead = board._leftOut;
                return unread == 0 && leftOut == 0
                    ? null
                    : new LiveUpdates([.. board._updates.TakeLast(unread)], leftOut);
            }
        }

        public void Dispose()
        {
            if (_isClosed)
                return;
            _isClosed = true;
            board.Close();
        }
    }
}
