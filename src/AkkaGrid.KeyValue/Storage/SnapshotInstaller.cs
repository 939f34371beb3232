using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Takes a staged snapshot over: writes only what differs, and holds a batch of it at a time.</summary>
/// <remarks>
/// Merging again what is merged changes nothing, so one that was interrupted is simply begun anew.
/// </remarks>
internal sealed class SnapshotInstaller(OpenDatabase database, RecordCodec codec)
{
    private const int BatchKeys = 1_000;
    private const long BatchBytes = 4 << 20;

    private Columns Columns => database.Columns;

    /// <summary>Brings all keys to where they are after it.</summary>
    /// <param name="installation">How the snapshot is taken over.</param>
    /// <param name="delivered">What was delivered here before.</param>
    /// <returns>How many keys were written.</returns>
    public long Install(Installation installation, Coverage delivered)
    {
        var written = 0L;
        var batch = new ChangeBatch(Columns);
        try
        {
            var (keys, bytes) = (0, 0L);
            foreach (var (key, mine, staged) in Differences())
            {
                var merged = installation.Resolve(mine, delivered, staged);
                if (merged.Equals(mine))
                    continue;
                batch.Put(key, merged);
                written++;
                bytes += merged.Versions.Sum(version => (long)(version.Value?.Bytes.Length ?? 0));
                if (++keys < BatchKeys && bytes < BatchBytes)
                    continue;
                database.Write(batch.Batch);
                batch.Dispose();
                batch = new ChangeBatch(Columns);
                (keys, bytes) = (0, 0);
            }

            if (keys > 0)
                database.Write(batch.Batch);
            return written;
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <summary>The keys whose records are not the same on both sides, in order.</summary>
    private IEnumerable<(byte[] Key, VersionSet Mine, VersionSet Staged)> Differences()
    {
        using var mine = database.NewIterator(Columns.Data);
        using var staged = database.NewIterator(Columns.Staged);
        mine.SeekToFirst();
        staged.SeekToFirst();
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
