using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>
/// Tells one watcher of the changes below a prefix, in causal order, from the log of a replica: it holds nothing but its
/// place, and reads on only when it is asked to, so that a slow watcher costs no memory.
/// </summary>
/// <remarks>
/// It goes from one causal cut, where it starts, to the next, which the committed clock names; what it tells in between is
/// in causal order, so each place is a causal cut too, at which another replica can go on. Not thread-safe.
/// </remarks>
public sealed class WatchFeed
{
    private const int StretchBytes = 256 << 10;
    private const int StretchUpdates = 4_096;

    private readonly IReplicaStorage _storage;
    private readonly string _prefix;
    private readonly SortedDictionary<ulong, ulong> _told;
    private readonly HashSet<ulong> _ended;
    private bool _isGap;

    private WatchFeed(IReplicaStorage storage, string prefix, IEnumerable<KeyValuePair<ulong, ulong>> told, IEnumerable<ulong> ended)
    {
        _storage = storage;
        _prefix = prefix;
        _told = new SortedDictionary<ulong, ulong>(told.ToDictionary());
        _ended = [.. ended];
    }

    /// <summary>How far the watcher has been told.</summary>
    public WatchCursor Cursor =>
        new(_told.ToImmutableSortedDictionary(), _ended.Aggregate(0UL, (folded, nonce) => folded ^ nonce));

    /// <summary>A feed of what is delivered after a cut.</summary>
    /// <param name="storage">The replica's disk.</param>
    /// <param name="prefix">Only keys of clients that start so; empty for all.</param>
    /// <param name="cut">The state of the cut.</param>
    public static WatchFeed After(IReplicaStorage storage, string prefix, ReplicaState cut)
    {
        var ends = WatchScope.Of(cut).Ends.Select(end => KeyValuePair.Create(end.Origin.Nonce, end.Sequence));
        var feed = new WatchFeed(storage, prefix, ends, []);
        feed.EndFolded(WatchScope.Of(cut));
        return feed;
    }

    /// <summary>A feed that goes on where another ended, at this replica or at another.</summary>
    /// <param name="storage">The replica's disk, which covers the cursor.</param>
    /// <param name="prefix">Only keys of clients that start so; empty for all.</param>
    /// <param name="cursor">Where the other ended.</param>
    /// <param name="feed">The feed.</param>
    /// <returns>Whether it can go on: false where what comes next is in the log no more, or the cursor is not of this store.</returns>
    public static bool TryResume(
        IReplicaStorage storage, string prefix, WatchCursor cursor, [NotNullWhen(true)] out WatchFeed? feed)
    {
        feed = null;
        var state = storage.State;
        var scope = WatchScope.Of(state);
        if (!cursor.Context.IsCoveredBy(state.Coverage) || !TryRecall(storage, scope, cursor, out var ended))
            return false;
        feed = new WatchFeed(storage, prefix, cursor.Sequences, ended);
        return true;
    }

    /// <summary>Reads on, as far as what is committed and a bounded amount allow.</summary>
    public WatchStretch Read()
    {
        if (_isGap)
            return new WatchStretch([], HasMore: false, IsGap: true);
        var scope = WatchScope.Of(_storage.State);
        EndFolded(scope);
        var updates = ImmutableArray.CreateBuilder<WatchedUpdate>();
        var (bytes, count) = (0, 0);
        foreach (var update in CausalMerge.Of(scope.Ends.Where(end => !IsTold(end)).Select(Log)))
        {
            if (_isGap || bytes >= StretchBytes || count++ == StretchUpdates)
                break;
            _told[update.Dot.Origin.Nonce] = update.Dot.Sequence;
            ImmutableArray<Mutation> changes = [.. update.Mutations.Where(IsWanted)];
            if (changes.IsEmpty)
                continue;
            updates.Add(new WatchedUpdate(update.Dot, update.Timestamp, changes, Cursor));
            bytes += changes.Sum(change => change.Bytes);
        }

        return new WatchStretch(updates.DrainToImmutable(), HasMore: !_isGap && !scope.Ends.All(IsTold), IsGap: _isGap);
    }

    /// <summary>Finds which incarnations the cursor counts as told to their end: of those without an entry, the ones whose bits make up its XOR.</summary>
    private static bool TryRecall(IReplicaStorage storage, WatchScope scope, WatchCursor cursor, out List<ulong> ended)
    {
        var absent = scope.Ends.Select(end => end.Origin).Where(origin => !cursor.Sequences.ContainsKey(origin.Nonce)).ToList();

        // One whose log is here from its first update on may be new to the watcher, or folded and trimmed only elsewhere.
        var open = absent.Where(origin => storage.ReadLog(origin, 1).Any()).Select(origin => origin.Nonce).ToList();
        var closed = absent.Select(origin => origin.Nonce).Except(open).ToList();
        IEnumerable<IEnumerable<ulong>> guesses = [[], open, .. open.Select(nonce => (ulong[])[nonce])];
        foreach (var guess in guesses)
        {
            ended = [.. closed, .. guess];
            if (ended.Aggregate(0UL, (folded, nonce) => folded ^ nonce) == cursor.Folded)
                return true;
        }

        ended = [];
        return false;
    }

    /// <summary>Lets go of the entries of folded incarnations that have been told to their end, once their log is gone.</summary>
    private void EndFolded(WatchScope scope)
    {
        foreach (var end in scope.Folded.Where(end => _told.ContainsKey(end.Origin.Nonce) && IsTold(end)))
        {
            if (_storage.ReadLog(end.Origin, end.Sequence).Any())
                continue;
            _told.Remove(end.Origin.Nonce);
            _ended.Add(end.Origin.Nonce);
        }
    }

    private bool IsTold(Dot end) =>
        _ended.Contains(end.Origin.Nonce) || _told.GetValueOrDefault(end.Origin.Nonce) >= end.Sequence;

    /// <summary>The log of an incarnation from where the watcher is, up to its end; notes where it ends before that.</summary>
    private IEnumerable<Update> Log(Dot end)
    {
        var next = _told.GetValueOrDefault(end.Origin.Nonce) + 1;
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
