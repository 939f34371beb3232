using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// Turns a data directory of format 1 into one of format 2, in one batch. Where format 1 does not say enough, versions
/// are rather reissued or told twice than lost.
/// </summary>
/// <remarks>
/// Versions stay as they are: without dependencies they count as written knowing only what their own incarnation had
/// made before. Updates need not name the incarnations that the clock leaves out, so where there are any, the log is
/// cut off: peers are given a state instead.
/// </remarks>
internal sealed class Format1Migration(OpenDatabase database, DiskNames names, string directory)
{
    private readonly Format1Reader _reader = new(database, names);
    private readonly RecordCodec _codec = new(names);

    /// <summary>Migrates what is there.</summary>
    /// <param name="replica">The replica that it belongs to.</param>
    /// <exception cref="StorageException">
    /// It is damaged, or must first be opened by the version that wrote it.
    /// </exception>
    public void Run(ReplicaId replica)
    {
        var install = _reader.ReadInstall();
        if (install is { Replaces: true })
        {
            throw new StorageException(
                $"The data directory '{directory}' was written by an earlier version, which ended while a snapshot was "
                + "about to replace its data. Start that version once, which finishes this, and then this one. Or "
                + "delete the directory: the replica then takes its data from its peers, but writes that only this "
                + "directory holds are lost.");
        }

        using var batch = new ChangeBatch(database, names);
        if (_reader.ReadState() is { } old)
            Migrate(old, install, replica, batch);
        batch.PutOwner(replica, DirectoryOwner.Format);
        batch.Write();
    }

    private void Migrate(Format1State old, Format1Install? install, ReplicaId replica, ChangeBatch batch)
    {
        var rolledBack = _reader.ReadRolledBack(old.Ranges).ToList();
        var side = new RolledBackSide(old.ExactClock, new Incarnation(replica, KeyValueStore.NewNonce()), Read);
        rolledBack.ForEach(side.Add);

        // Format 1 does not say when the last delete was: any timestamp that was seen may be that of a collected
        // tombstone.
        var timestamp = rolledBack.Aggregate(
            old.Timestamp, (latest, one) => HybridTimestamp.Max(latest, one.Update.Timestamp));
        var here = new ReplicaCut(old.ExactClock, old.MaxCollected, timestamp, timestamp);
        var merge = new StateMerge(
            here, new ReplicaCut(side.Clock, VectorClock.Empty, timestamp, timestamp), side.Last);
        var changed = new Dictionary<Key, VersionSet>();
        foreach (var (key, versions) in side.Changed)
        {
            changed[key] = merge.Merge(Read(key), versions);
            batch.Put(RecordKeys.KeyOf(key.Keyspace, key.Name), changed[key]);
        }

        foreach (var range in old.Ranges)
            batch.CutLog(new Dot(range.Origin, ulong.MaxValue));
        batch.DeleteMeta(Format1Reader.FoldPrefix);
        var merged = merge.Merged;
        var state = new ReplicaState(merged.Clock, merged.Timestamp, old.Set)
        {
            Horizon = merged.Horizon,
            LogHorizon = LogHorizonOf(old, merged.Clock, merge.Last.Origin),
            IsAdmitted = !merged.Clock.IsEmpty,
            LastDelete = merged.LastDelete,
            Digest = DigestOf(changed),
        };
        batch.Put(state, ReplicaState.Initial);
        if (install is not null)
            batch.BeginInstall(new Installation(state.Cut, CutOf(install), merge.Last), state);
    }

    private ContentDigest DigestOf(Dictionary<Key, VersionSet> changed)
    {
        var digest = new ContentDigest.Builder(ContentDigest.Empty);
        using var data = database.NewIterator(database.Columns.Data);
        for (data.SeekToFirst(); database.IsValid(data); data.Next())
        {
            var key = RecordKeys.ReadKey(data.Key);
            if (!changed.ContainsKey(key))
                digest.Replace(key, VersionSet.Empty, _codec.DecodeVersions(data.Value));
        }

        foreach (var (key, versions) in changed)
            digest.Replace(key, VersionSet.Empty, versions);
        return digest.Digest;
    }

    private VersionSet Read(Key key) => _codec.ReadVersions(database, key, null);

    private static VectorClock LogHorizonOf(Format1State old, VectorClock clock, Incarnation writer) =>
        old.LogHorizon.Join(old.Folds.IsEmpty
            ? VectorClock.Of(old.Ranges.Select(range => range.Origin).Append(writer)
                .Select(origin => new Dot(origin, clock[origin]))
                .Where(dot => dot.Sequence > 0))
            : clock);

    private static ReplicaCut CutOf(Format1Install install) =>
        new(install.Snapshot, install.After.MaxCollected, install.After.Timestamp, install.After.Timestamp);
}
