using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// A watcher of all keys: it keeps of each what was told with the greatest (timestamp, dot), goes on with its cursor at
/// another node when its node is gone, and reads all keys again where it is told to.
/// </summary>
public sealed class VirtualWatcher
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(400);
    private const double MovingShare = 0.03;

    private readonly int _number;
    private readonly VirtualWorld _world;
    private readonly Chance _chance;
    private readonly Func<IReadOnlyList<VirtualNode>> _nodes;
    private readonly Dictionary<Key, KeyVersion> _known = [];
    private VirtualNode? _node;
    private WatchFeed? _feed;
    private WatchCursor? _cursor;
    private VectorClock _told = VectorClock.Empty;
    private ulong _start;
    private ulong _polls;
    private ContextWait? _wait;

    public VirtualWatcher(int number, VirtualWorld world, Func<IReadOnlyList<VirtualNode>> nodes)
    {
        _number = number;
        _world = world;
        _chance = world.Chance.Of("watcher").Of((ulong)number);
        _nodes = nodes;
        Later();
    }

    /// <summary>How often it had to read all keys again.</summary>
    public int Resyncs { get; private set; }

    /// <summary>How many updates it was told.</summary>
    public int ToldCount { get; private set; }

    /// <summary>Reads as far as its node has got.</summary>
    /// <returns>Whether it has a node, and knows all that its node has.</returns>
    public bool Poll()
    {
        _polls++;
        if (_node is null || !_node.IsUp || _node.Starts != _start || _chance.Of("move").Of(_polls).Share < MovingShare)
            Move();
        if (_node is null || (_feed is null && !TryBegin(_node)))
            return false;
        var stretch = _feed!.Read();
        foreach (var update in stretch.Updates)
            Learn(update);
        _cursor = _feed.Cursor;
        if (stretch.IsGap)
            Resync(_node);
        return !stretch.HasMore;
    }

    /// <summary>Compares what it knows with what a node has, once all is quiet.</summary>
    public void Compare(VirtualNode node)
    {
        var isThere = Poll();
        PassOver(node.Storage.State.Clock);
        if (!isThere || _told.CompareTo(node.Storage.State.Clock) != CausalOrder.Same)
        {
            _world.Witness.Note(
                "WatcherStuck",
                $"watcher{_number} has been told {_told}, and {node.Name} has {node.Storage.State.Clock}");
            return;
        }

        foreach (var key in node.Storage.Scan(Keyspace.User, "", null)
            .Select(item => item.Key).Union(_known.Keys).ToList())
        {
            var (known, held) = (_known.GetValueOrDefault(key), node.Storage.Read(key).Winner);
            if (!Equals(known?.Value, held?.Value))
            {
                _world.Witness.Note(
                    "WatcherDiffers",
                    $"watcher{_number} was told {(known is null ? "nothing" : Observed.Text(known))} of '{key.Name}', "
                        + $"and {node.Name} has {Observed.Text(node.Storage.Read(key))}");
            }
        }
    }

    private void Later() => _world.Time.After(_chance.Of("poll").Of(_polls).Between(Shortest, Longest), () =>
    {
        Poll();
        Later();
    });

    private void Move()
    {
        var running = _nodes().Where(node => node.IsUp).ToList();
        _node = running.Count == 0 ? null : running[(int)(_chance.Of("node").Of(_polls).Bits % (ulong)running.Count)];
        (_feed, _start, _wait) = (null, _node?.Starts ?? 0, null);
    }

    private bool TryBegin(VirtualNode node)
    {
        if (_cursor is null)
        {
            Resync(node);
            return true;
        }

        if (!WatchCursor.TryParse(_cursor.ToString(), out var cursor) || !cursor.Equals(_cursor))
            _world.Witness.Note("CursorUnreadable", $"watcher{_number} cannot read its cursor {_cursor}");
        if (WatchFeed.TryResume(node.Storage, "", _cursor, out _feed))
            return true;
        if (_wait is not { IsRunning: true })
            _wait = node.Await(_cursor.Context);
        if (_wait?.Explain() is { Lost.IsEmpty: false })
        {
            Resync(node);
            return true;
        }

        return false;
    }

    /// <summary>Takes an update: the next of its origin, after its causes.</summary>
    private void Learn(WatchedUpdate update)
    {
        ToldCount++;
        var dot = update.Dot;
        var made = _world.Witness.Updates.GetValueOrDefault(dot);
        PassOver(made?.Dependencies ?? VectorClock.Empty);
        if (_told.Covers(dot))
            _world.Witness.Note(
                "WatcherToldTwice", $"watcher{_number} was told {dot} at {_node!.Name}, and had been told {_told}");
        else if (_told[dot.Origin] + 1 != dot.Sequence)
            _world.Witness.Note("WatcherMissed", $"watcher{_number} was told {dot} at {_node!.Name} after {_told}");
        if (made is not null && !_told.Covers(made.Dependencies))
            _world.Witness.Note(
                "WatcherToldEffectBeforeCause",
                $"watcher{_number} was told {dot} after {_told}, and it depends on {made.Dependencies}");
        _told = _told.With(dot);
        foreach (var change in update.Changes)
        {
            var version = new KeyVersion(dot, update.Timestamp, change.Value);
            if (!_known.TryGetValue(change.Key, out var known) || version.CompareTo(known) > 0)
                _known[change.Key] = version;
        }
    }

    /// <summary>Charging's records are no news for watchers: they are passed over where they come next.</summary>
    private void PassOver(VectorClock clock)
    {
        foreach (var end in clock.Entries)
        {
            while (_told[end.Origin] < end.Sequence && IsUnwatched(new Dot(end.Origin, _told[end.Origin] + 1)))
                _told = _told.With(new Dot(end.Origin, _told[end.Origin] + 1));
        }
    }

    private bool IsUnwatched(Dot dot) => _world.Witness.Updates.TryGetValue(dot, out var made)
        && made.Mutations.All(mutation => mutation.Key.Keyspace != Keyspace.User);

    /// <summary>Begins again: reads all keys at a cut, and goes on from there.</summary>
    private void Resync(VirtualNode node)
    {
        Resyncs++;
        using var view = node.Storage.OpenView();
        _known.Clear();
        foreach (var (key, versions) in view.Scan(Keyspace.User, "", null))
        {
            if (versions.Winner is { } winner)
                _known[key] = winner;
        }

        _told = view.State.Clock;
        _feed = WatchFeed.After(node.Storage, "", view.State);
        _cursor = _feed.Cursor;
        (_node, _start) = (node, node.Starts);
    }
}
