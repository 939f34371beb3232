using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Merges a staged snapshot into the data: writes only what differs, and holds a batch of it at a time.
/// </summary>
/// <remarks>
/// Each batch notes how far the merge has come and the last dot that it has used, so one that was interrupted goes on
/// from there: every reissued version gets the dot that it would have got.
/// </remarks>
internal sealed class SnapshotInstaller(OpenDatabase database, DiskNames names, RecordCodec codec)
{
    private const int BatchKeys = 1_000;
    private const long BatchBytes = 4 << 20;

    private Columns Columns => database.Columns;

    /// <summary>How many keys were written.</summary>
    public long Written { get; private set; }

    /// <summary>Merges all keys that are left, and ends the installation.</summary>
    /// <returns>The replica's state after it.</returns>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    public ReplicaState Install(PendingInstall pending)
    {
        var merge = pending.Installation.Begin(pending.Last);
        var digest = new ContentDigest.Builder(pending.Digest);
        var isRepair = pending.Installation.IsRepair;
        var batch = new ChangeBatch(database, names);
        try
        {
            var (keys, bytes) = (0, 0L);
            foreach (var (key, mine, staged) in Differences(pending.Done))
            {
                var name = RecordKeys.ReadKey(key);
                if (!pending.Installation.Holds(name))
                    continue;
                var merged = merge.Merge(mine, staged);
                if (merged.Equals(mine))
                    continue;
                batch.Put(key, merged);
                if (digest.Replace(name, mine, merged) && isRepair)
                    pending.Installation.Repairs.Add(name);
                Written++;
                bytes += merged.Versions.Sum(version => (long)(version.Value?.Bytes.Length ?? 0));
                if (++keys < BatchKeys && bytes < BatchBytes)
                    continue;
                batch.PutProgress(key, merge.Last, digest.Digest);
                batch.Write();
                batch.Dispose();
                batch = new ChangeBatch(database, names);
                (keys, bytes) = (0, 0);
            }

            var after = Installation.After(pending.Before, merge.Merged, digest.Digest);
            batch.EndInstall(after, pending.Before);
            batch.Write();
            return after;
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <summary>The keys behind one whose records are not the same on both sides, in order.</summary>
    private IEnumerable<(byte[] Key, VersionSet Mine, VersionSet Staged)> Differences(byte[]? after)
    {
        using var mine = database.NewIterator(Columns.Data);
        using var staged = database.NewIterator(Columns.Staged);
        byte[] first = after is null ? [] : [.. after, byte.MinValue];
        mine.Seek(first);
        staged.Seek(first);
        while (true)
        {
            var (hasMine, hasStaged) = (database.IsValid(mine), database.IsValid(staged));
            if (!hasMine && !hasStaged)
                yield break;
            var order = !hasMine ? 1 : !hasStaged ? -1 : mine.Key.SequenceCompareTo(staged.Key);
            if (order != 0 || !mine.Value.SequenceEqual(staged.Value))
            {
                yield return (
                    (order <= 0 ? mine : staged).Key.ToArray(),
                    order <= 0 ? codec.DecodeVersions(mine.Value) : VersionSet.Empty,
                    order >= 0 ? codec.DecodeVersions(staged.Value) : VersionSet.Empty);
            }

            if (order <= 0)
                mine.Next();
            if (order >= 0)
                staged.Next();
        }
    }
}
