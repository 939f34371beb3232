using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Reads the log of a replica's updates, and where those that delete have left tombstones.</summary>
internal sealed class UpdateLog(LiveDatabase live, RecordCodec records, DiskNames names)
{
    /// <summary>How much it holds, in bytes, about.</summary>
    public long Bytes => Estimate(database => database.SizeOf(database.Columns.Log));

    /// <summary>How many tombstones have not been swept, about.</summary>
    public long TombstoneCount => Estimate(database => database.CountOf(database.Columns.Tombstones));

    /// <summary>The updates of an incarnation, in sequence, up to the first gap.</summary>
    public IEnumerable<Update> Read(Incarnation origin, ulong first)
    {
        var database = live.Enter();
        try
        {
            using var iterator = database.NewIterator(database.Columns.Log);
            var sequence = first;
            for (iterator.Seek(RecordKeys.LogKey(origin, sequence)); database.IsValid(iterator); iterator.Next())
            {
                if (!RecordKeys.IsLogKey(iterator.Key, origin, sequence))
                    break;
                yield return records.DecodeUpdate(new Dot(origin, sequence), iterator.Value);
                sequence++;
            }
        }
        finally
        {
            database.Exit();
        }
    }

    /// <summary>The tombstones of an incarnation that have not been swept, in sequence, behind a given one.</summary>
    public IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after)
    {
        if (after == ulong.MaxValue)
            yield break;
        var database = live.Enter();
        try
        {
            var prefix = RecordKeys.LogPrefix(origin);
            using var iterator = database.NewIterator(database.Columns.Tombstones);
            for (iterator.Seek(RecordKeys.LogKey(origin, after + 1));
                database.IsValid(iterator) && iterator.Key.StartsWith(prefix);
                iterator.Next())
                yield return RecordKeys.ReadTombstone(iterator.Key, names);
        }
        finally
        {
            database.Exit();
        }
    }

    private long Estimate(Func<OpenDatabase, long> read)
    {
        var database = live.Enter();
        try
        {
            return read(database);
        }
        finally
        {
            database.Exit();
        }
    }
}
