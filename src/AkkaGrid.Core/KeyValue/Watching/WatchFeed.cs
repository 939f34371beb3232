using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>
/// Reads the changes below a prefix for one watcher, in causal order, from the log of a replica. It holds only its
/// position and reads on demand, so that a slow watcher costs no memory.
/// </summary>
/// <remarks>
/// It reads from one causal cut, where it starts, to the next, which is the committed clock. The updates between them
/// are in causal order, so each position is a causal cut too, at which another replica can continue. Not thread-safe.
/// </remarks>
public sealed class WatchFeed
{
    private const int StretchBytes = 256 << 10;
    private const int StretchUpdates = 4_096;

    private readonly IReplicaStorage _storage;
    private readonly string _prefix;
    private VectorClock _told;
    private bool _isGap;

    private WatchFeed(IReplicaStorage storage, string prefix, VectorClock told)
    {
        _storage = storage;
        _prefix = prefix;
        _told = told;
    }

    /// <summary>The watcher's position.</summary>
    public WatchCursor Cursor => WatchCursor.Of(_told);

    /// <summary>A feed of the updates delivered after a cut.</summary>
    /// <param name="storage">The replica's disk.</param>
    /// <param name="prefix">Only client keys with this prefix; empty for all.</param>
    /// <param name="cut">The state of the cut.</param>
    public static WatchFeed After(IReplicaStorage storage, string prefix, ReplicaState cut) =>
        new(storage, prefix, cut.Clock);

    /// <summary>A feed that continues where another ended, at this replica or at another.</summary>
    /// <param name="storage">The replica's disk, which covers the cursor.</param>
    /// <param name="prefix">Only client keys with this prefix; empty for all.</param>
    /// <param name="cursor">The position at which the other ended.</param>
    /// <param name="feed">The feed.</param>
    /// <returns>
    /// Whether it can continue: false where the replica does not cover the cursor, or does not know the incarnations
    /// that it names.
    /// </returns>
    public static bool TryResume(
        IReplicaStorage storage, string prefix, WatchCursor cursor, [NotNullWhen(true)] out WatchFeed? feed)
    {
        feed = cursor.TryResolve(storage.State.Clock, storage.Bases, out var told)
            ? new WatchFeed(storage, prefix, told)
            : null;
        return feed is not null;
    }

    /// <summary>Reads a bounded number of committed updates.</summary>
    public WatchStretch Read()
    {
        if (_isGap)
            return new WatchStretch([], HasMore: false, IsGap: true);
        var delivered = _storage.State.Clock;
        _told = _told.Rebased(delivered.Base);
        var updates = ImmutableArray.CreateBuilder<WatchedUpdate>();
        var (bytes, count) = (0, 0);
        foreach (var update in CausalMerge.Of(delivered.Beyond(_told).ToList().Select(Log)))
        {
            if (_isGap || bytes >= StretchBytes || count++ == StretchUpdates)
                break;
            _told = _told.With(update.Dot);
            ImmutableArray<Mutation> changes = [.. update.Mutations.Where(IsWanted)];
            if (changes.IsEmpty)
                continue;
            updates.Add(new WatchedUpdate(update.Dot, update.Timestamp, changes, Cursor));
            bytes += changes.Sum(change => change.Bytes);
        }

        return new WatchStretch(
            updates.DrainToImmutable(), HasMore: !_isGap && !_told.Covers(delivered), IsGap: _isGap);
    }

    /// <summary>
    /// The log of an incarnation from the watcher's position to its end; records a gap where the log ends earlier.
    /// </summary>
    private IEnumerable<Update> Log(Dot end)
    {
        var next = _told[end.Origin] + 1;
        foreach (var update in _storage.ReadLog(end.Origin, next))
        {
            yield return update;
            if (next++ == end.Sequence)
                yield break;
        }

        _isGap = true;
    }

    private bool IsWanted(Mutation change) =>
        change.Key.Keyspace == Keyspace.User && change.Key.Name.StartsWith(_prefix, StringComparison.Ordinal);
}
