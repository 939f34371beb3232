using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// Turns a data directory of format 1 into one of format 2, in one batch. Where format 1 does not say enough, versions are
/// rather reissued or told twice than lost.
/// </summary>
/// <remarks>
/// Versions stay as they are: without dependencies they count as written without knowing anything. Updates need not name the
/// incarnations that the clock leaves out, so where there are any, the log is cut off: peers are given a state instead.
/// </remarks>
internal sealed class Format1Migration(OpenDatabase database, DiskNames names, string directory)
{
    private readonly Format1Reader _reader = new(database, names);
    private readonly RecordCodec _codec = new(names);

    /// <summary>Migrates what is there.</summary>
    /// <param name="replica">The replica that it belongs to.</param>
    /// <exception cref="StorageException">It is damaged, or must first be opened by the version that wrote it.</exception>
    public void Run(ReplicaId replica)
    {
        var install = _reader.ReadInstall();
        if (install is { Replaces: true })
        {
            throw new StorageException(
                $"The data directory '{directory}' was written by an earlier version, which ended while a snapshot was about to replace its data. "
                + "Start that version once, which finishes this, and then this one. "
                + "Or delete the directory: the replica then takes its data from its peers, but writes that only this directory holds are lost.");
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
        var timestamp = rolledBack.Aggregate(old.Timestamp, (latest, one) => HybridTimestamp.Max(latest, one.Update.Timestamp));
        var merge = new RolledBackMerge(
            old.ExactClock,
            old.MaxCollected,
            timestamp,
            new Incarnation(replica, KeyValueStore.NewNonce()),
            key => _codec.ReadVersions(database, key, null));
        rolledBack.ForEach(merge.Add);

        foreach (var (key, versions) in merge.Changed)
            batch.Put(RecordKeys.KeyOf(key.Keyspace, key.Name), versions);
        foreach (var range in old.Ranges)
            batch.CutLog(new Dot(range.Origin, ulong.MaxValue));
        batch.DeleteMeta(Format1Reader.FoldPrefix);
        var state = new ReplicaState(merge.Clock, merge.Timestamp, old.Set)
        {
            Horizon = old.MaxCollected,
            LogHorizon = LogHorizonOf(old, merge),
            IsAdmitted = !merge.Clock.IsEmpty,
            LastDelete = merge.Timestamp,
            Digest = DigestOf(merge.Changed),
        };
        batch.Put(state, ReplicaState.Initial);
        if (install is not null)
            batch.BeginInstall(new Installation(state.Cut, CutOf(install), merge.Last), state);
    }

    private ContentDigest DigestOf(IReadOnlyDictionary<Key, VersionSet> changed)
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

    private static VectorClock LogHorizonOf(Format1State old, RolledBackMerge merge)
    {
        if (!old.Folds.IsEmpty)
            return old.LogHorizon.Join(merge.Clock);
        var cut = old.Ranges.Select(range => range.Origin).Append(merge.Last.Origin)
            .Select(origin => new Dot(origin, merge.Clock[origin]))
            .Where(dot => dot.Sequence > 0);
        return old.LogHorizon.Join(VectorClock.Of(cut));
    }

    private static ReplicaCut CutOf(Format1Install install) =>
        new(install.Snapshot, install.After.MaxCollected, install.After.Timestamp, install.After.Timestamp);
}
