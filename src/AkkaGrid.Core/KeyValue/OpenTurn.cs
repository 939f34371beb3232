using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Collects the changes and effects of a replica until its turn is sealed, and reads keys with the changes of
/// uncommitted turns applied.
/// </summary>
/// <param name="storage">The committed state.</param>
/// <param name="digest">The digest of that state.</param>
internal sealed class OpenTurn(IReplicaReader storage, ContentDigest digest)
{
    // The changes of sealed turns that are not committed yet, the latest last: usually there is one.
    private readonly List<IReadOnlyDictionary<Key, VersionSet>> _uncommitted = [];
    private Dictionary<Key, VersionSet> _versions = [];
    private List<Update> _log = [];
    private List<KeyValuePair<Key, VersionSet>> _staged = [];
    private ContentDigest.Builder _digest = new(digest);
    private bool _dropsStaged;

    /// <summary>The effects to carry out once the turn is on disk, in order.</summary>
    public List<ReplicaEffect> Effects { get; private set; } = [];

    /// <summary>The updates that the turn has delivered.</summary>
    public IReadOnlyList<Update> Log => _log;

    /// <summary>The replicas that wait for this replica's clock.</summary>
    public SortedSet<ReplicaId> Clocks { get; } = [];

    /// <summary>Whether the turn announces the clock to every member.</summary>
    public bool AnnouncesToAll { get; set; }

    /// <summary>Whether the replica's state changes by anything other than a delivery.</summary>
    public bool ChangesState { get; set; }

    /// <summary>The entries of the tombstone index that are no longer needed.</summary>
    public List<KeyValuePair<Dot, Key>> Swept { get; private set; } = [];

    /// <summary>The snapshot that has completely arrived and is to be merged.</summary>
    public StagedSnapshot? Merges { get; private set; }

    /// <summary>The size of the updates that the turn delivers, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The digest of the content after the turn.</summary>
    public ContentDigest Digest => _digest.Digest;

    /// <summary>Whether there is anything to write or to send.</summary>
    public bool HasWork => HasChanges || Merges is not null || Effects.Count > 0 || Clocks.Count > 0 || AnnouncesToAll;

    private bool HasChanges =>
        _log.Count > 0 || _versions.Count > 0 || Swept.Count > 0 || ChangesState || _staged.Count > 0 || _dropsStaged;

    /// <summary>The versions of a key, with the changes so far applied.</summary>
    public VersionSet Read(Key key)
    {
        if (_versions.TryGetValue(key, out var versions))
            return versions;
        for (var turn = _uncommitted.Count - 1; turn >= 0; turn--)
        {
            if (_uncommitted[turn].TryGetValue(key, out versions))
                return versions;
        }

        return storage.Read(key);
    }

    /// <summary>Replaces the versions of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="before">What <see cref="Read"/> returns for it.</param>
    /// <param name="after">The new versions.</param>
    public void Store(Key key, VersionSet before, VersionSet after)
    {
        _digest.Replace(key, before, after);
        _versions[key] = after;
    }

    /// <summary>Adds a delivered update to the log.</summary>
    public void Add(Update update)
    {
        _log.Add(update);
        Bytes += update.Bytes;
    }

    /// <summary>Stages a part of a snapshot; the last part makes the snapshot due to be merged.</summary>
    public void Stage(SnapshotStep step)
    {
        if (step.DropsStaged)
        {
            _dropsStaged = true;
            _staged.Clear();
        }

        _staged.AddRange(step.Items);
        if (step.Next is not null)
            Effects.Add(step.Next);
        Merges = step.Whole;
    }

    /// <summary>Ends the turn, and begins the next one.</summary>
    /// <param name="self">The replica.</param>
    /// <param name="state">Its state after the turn.</param>
    /// <param name="last">Its last dot.</param>
    public Turn Seal(Incarnation self, ReplicaState state, Dot last)
    {
        var changes = HasChanges
            ? new ChangeSet(self, state, _versions, _log, _staged, _dropsStaged) { Swept = Swept }
            : null;
        var installation = Merges is { } snapshot && IsSound(snapshot, state)
            ? new Installation(state.Cut, snapshot.Cut, last) { Ranges = snapshot.Ranges }
            : null;
        var turn = new Turn(changes, installation, state, Effects);
        if (_versions.Count > 0)
            _uncommitted.Add(_versions);
        (_versions, _log, _staged, Effects, Swept) = ([], [], [], [], []);
        (_dropsStaged, AnnouncesToAll, ChangesState, Merges, Bytes) = (false, false, false, null, 0);
        Clocks.Clear();
        return turn;
    }

    /// <summary>Records that a turn is on disk.</summary>
    public void Committed(Turn turn, ReplicaState state)
    {
        if (turn.Changes is { } changes)
            _uncommitted.Remove(changes.Versions);

        // No key was changed while the snapshot was merged.
        if (turn.Installs is not null)
            _digest = new ContentDigest.Builder(state.Digest);
    }

    /// <summary>
    /// A snapshot of some ranges of keys contains the whole difference only between replicas with equal clocks.
    /// </summary>
    private static bool IsSound(StagedSnapshot snapshot, ReplicaState state) =>
        snapshot.Ranges == Installation.AllRanges || snapshot.Cut.Clock.Equals(state.Clock);
}
