using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Gathers what a replica does in the turn under way.</summary>
internal sealed class TurnBuilder(long number)
{
    private readonly List<KeyValuePair<Key, VersionSet>> _staged = [];
    private bool _dropsStaged;

    public long Number { get; } = number;

    public Dictionary<Key, VersionSet> Versions { get; } = [];

    public List<Update> Log { get; } = [];

    public List<ReplicaEffect> Effects { get; } = [];

    /// <summary>The replicas that wait for this replica's clock.</summary>
    public SortedSet<ReplicaId> Clocks { get; } = [];

    public bool AnnouncesToAll { get; set; }

    /// <summary>Whether the replica's state changes otherwise than by delivering.</summary>
    public bool ChangesState { get; set; }

    /// <summary>The entries of the tombstone index that have served.</summary>
    public List<KeyValuePair<Dot, Key>> Swept { get; } = [];

    /// <summary>The cut of a snapshot that is whole, and is to be merged.</summary>
    public ReplicaCut? Merges { get; set; }

    public long Bytes { get; set; }

    public bool HasWork => HasChanges || Merges is not null || Effects.Count > 0 || Clocks.Count > 0 || AnnouncesToAll;

    private bool HasChanges => Log.Count > 0 || Versions.Count > 0 || Swept.Count > 0 || ChangesState || _staged.Count > 0 || _dropsStaged;

    public void Stage(SnapshotStep step)
    {
        if (step.DropsStaged)
        {
            _dropsStaged = true;
            _staged.Clear();
        }

        _staged.AddRange(step.Items);
    }

    /// <summary>What goes to disk; null where nothing does.</summary>
    public ChangeSet? Changes(Incarnation writer, ReplicaState state) =>
        HasChanges ? new ChangeSet(writer, state, Versions, Log, _staged, _dropsStaged) { Swept = Swept } : null;
}
