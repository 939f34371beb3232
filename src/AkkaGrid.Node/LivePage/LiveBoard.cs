namespace AkkaGrid.Node.LivePage;

/// <summary>
/// What there is to see at a node, for those who look: of each topic only the latest state, and the last updates that
/// travelled. So who reads slowly misses what lies between, and holds up nobody.
/// </summary>
internal sealed class LiveBoard
{
    /// <summary>The most readers at one node.</summary>
    public const int MaxReaders = 16;

    /// <summary>The most updates that are kept for those who have not read them.</summary>
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

    /// <summary>Whether anybody reads.</summary>
    public bool IsWatched => Volatile.Read(ref _readers) > 0;

    /// <summary>Completes when somebody reads.</summary>
    public Task Watched
    {
        get
        {
            lock (_gate)
                return _watched.Task;
        }
    }

    /// <summary>Takes a place among the readers; null where there are as many as there may be.</summary>
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

    /// <summary>Shows the state of a topic, in place of what it was; nothing while nobody reads.</summary>
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

    /// <summary>Shows updates that have travelled, and counts others that are not shown.</summary>
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
            // What is shown would grow old: the next reader is told what is so then.
            _watched = NewSource();
            _topics.Clear();
            _updates.Clear();
        }
    }

    /// <summary>The place of one who reads.</summary>
    internal sealed class Reader(LiveBoard board, long updatesRead, long leftOutRead) : IDisposable
    {
        private long _read;
        private long _updatesRead = updatesRead;
        private long _leftOutRead = leftOutRead;
        private bool _isClosed;

        /// <summary>Completes when there is more to read. To miss nothing, take it before reading.</summary>
        public Task Changed
        {
            get
            {
                lock (board._gate)
                    return board._changed.Task;
            }
        }

        /// <summary>The topics whose state is not what this reader has read.</summary>
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

        /// <summary>The updates that this reader has not read, and how many more there were; null for none.</summary>
        public LiveUpdates? ReadUpdates()
        {
            lock (board._gate)
            {
                var unread = (int)Math.Min(board._updateCount - _updatesRead, board._updates.Count);
                var leftOut = board._updateCount - _updatesRead - unread + board._leftOut - _leftOutRead;
                _updatesRead = board._updateCount;
                _leftOutRead = board._leftOut;
                return unread == 0 && leftOut == 0 ? null : new LiveUpdates([.. board._updates.TakeLast(unread)], leftOut);
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
