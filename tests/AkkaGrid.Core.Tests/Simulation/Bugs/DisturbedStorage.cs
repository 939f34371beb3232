using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A disk of which some part is to be broken; as it stands it is whole.</summary>
internal abstract class DisturbedStorage(IReplicaStorage disk) : IReplicaStorage
{
    public ReplicaState State => disk.State;

    public void Checkpoint(string directory) => disk.Checkpoint(directory);

    public long LogBytes => disk.LogBytes;

    public long TombstoneCount => disk.TombstoneCount;

    public ClockBases Bases => disk.Bases;

    public virtual ReplicaState Load(Incarnation writer) => disk.Load(writer);

    public VersionSet Read(Key key) => disk.Read(key);

    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after) =>
        disk.Scan(keyspace, prefix, after);

    public IReplicaView OpenView() => disk.OpenView();

    public IEnumerable<Update> ReadLog(Incarnation origin, ulong first) => disk.ReadLog(origin, first);

    public IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after) =>
        disk.ReadTombstones(origin, after);

    public virtual void Commit(ChangeSet changes) => disk.Commit(changes);

    public virtual ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state) =>
        disk.InstallStaged(writer, installation, state);

    public void Dispose() => disk.Dispose();

    /// <summary>Writes versions past the replica.</summary>
    protected void Overwrite(Incarnation writer, IReadOnlyDictionary<Key, VersionSet> versions)
    {
        if (versions.Count > 0)
            disk.Commit(new ChangeSet(writer, disk.State, versions, [], [], DropsStaged: false));
    }
}
