using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Format;
using AkkaGrid.KeyValue.Storage.Names;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Records that go to disk as one, with the records of all names that they refer to and that are not on disk yet: says
/// which record lies in which column family, under which key.
/// </summary>
internal sealed class ChangeBatch(OpenDatabase database, DiskNames names) : IDisposable
{
    public static readonly byte[] NameKey = "name"u8.ToArray();
    public static readonly byte[] FormatKey = "format"u8.ToArray();
    public static readonly byte[] StateKey = "state"u8.ToArray();
    public static readonly byte[] WriterKey = "writer"u8.ToArray();
    public static readonly byte[] InstallKey = "install"u8.ToArray();
    public static readonly byte[] ProgressKey = "progress"u8.ToArray();

    private static readonly byte[] Nothing = [];

    private static readonly byte[] FirstKey = [byte.MinValue];
    private static readonly byte[] BehindLastKey = [byte.MaxValue];

    private readonly RocksBatch _batch = new();
    private readonly BatchNames _names = new(names);
    private readonly RecordWriter _record = new();

    private Columns Columns => database.Columns;

    /// <summary>Writes all that was put: all of it or nothing.</summary>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    public void Write()
    {
        foreach (var (key, value) in _names.Records)
            _batch.Put(key, value, Columns.Meta);
        database.Write(_batch);
        _names.Written();
    }

    public void Put(ChangeSet changes, ReplicaState before)
    {
        if (changes.DropsStaged)
            DropStaged();
        PutStaged(changes);
        Span<byte> room = stackalloc byte[RecordKeys.MaxKeyBytes];
        foreach (var (key, versions) in changes.Versions)
            Put(RecordKeys.WriteKey(room, key), versions);
        Span<byte> logKey = stackalloc byte[RecordKeys.DotBytes];
        foreach (var update in changes.Log)
        {
            RecordKeys.WriteLogKey(logKey, update.Dot.Origin, update.Dot.Sequence);
            _record.Clear();
            RecordCodec.Write(update, _record, _names);
            _batch.Put(logKey, _record.Written, Columns.Log);
        }

        foreach (var (dot, key) in changes.Swept)
            _batch.Delete(RecordKeys.TombstoneKey(dot, RecordKeys.WriteKey(room, key)), Columns.Tombstones);
        Put(changes.State, before);
    }

    public void Put(ReadOnlySpan<byte> key, VersionSet versions)
    {
        if (versions.IsEmpty)
        {
            _batch.Delete(key, Columns.Data);
            return;
        }

        _record.Clear();
        RecordCodec.Write(versions, _record, _names);
        _batch.Put(key, _record.Written, Columns.Data);
        foreach (var version in versions.Versions)
        {
            if (version.Value is null)
                _batch.Put(RecordKeys.TombstoneKey(version.Dot, key), Nothing, Columns.Tombstones);
        }
    }

    /// <summary>Writes the state, and cuts the log off at its horizon.</summary>
    public void Put(ReplicaState state, ReplicaState before)
    {
        _batch.Put(StateKey, StateCodec.Encode(state, _names), Columns.Meta);
        if (ReferenceEquals(state.LogHorizon, before.LogHorizon))
            return;
        foreach (var last in state.LogHorizon.Beyond(before.LogHorizon))
            CutLog(last);
    }

    /// <summary>Takes the updates of an incarnation out of the log, up to one and with it.</summary>
    public void CutLog(Dot last)
    {
        // The end of a range is not part of it.
        if (last.Sequence == ulong.MaxValue)
            _batch.Delete(RecordKeys.LogKey(last.Origin, last.Sequence), Columns.Log);
        _batch.DeleteRange(
            RecordKeys.LogKey(last.Origin, 0),
            RecordKeys.LogKey(last.Origin, last.Sequence == ulong.MaxValue ? last.Sequence : last.Sequence + 1),
            Columns.Log);
    }

    /// <summary>Writes whose directory it is, and in which format its records are.</summary>
    public void PutOwner(ReplicaId name, string format)
    {
        _batch.Put(NameKey, Encoding.UTF8.GetBytes(name.Value), Columns.Meta);
        _batch.Put(FormatKey, Encoding.UTF8.GetBytes(format), Columns.Meta);
    }

    public void PutWriter(Incarnation writer) =>
        _batch.Put(WriterKey, Encoding.UTF8.GetBytes($"{writer}"), Columns.Meta);

    /// <summary>Notes that the staged snapshot is to be merged.</summary>
    public void BeginInstall(Installation installation, ReplicaState state)
    {
        _batch.Put(InstallKey, StateCodec.EncodeInstall(installation, state, _names), Columns.Meta);
        _batch.Delete(ProgressKey, Columns.Meta);
    }

    /// <summary>Notes how far the merge has come, with what is put.</summary>
    /// <param name="key">The record key of the last key that is merged.</param>
    /// <param name="last">The last dot that the replica has used.</param>
    /// <param name="digest">The digest of the content by now.</param>
    public void PutProgress(ReadOnlySpan<byte> key, Dot last, ContentDigest digest) =>
        _batch.Put(ProgressKey, StateCodec.EncodeProgress(key, last, digest, _names), Columns.Meta);

    /// <summary>Notes that the staged snapshot is merged.</summary>
    public void EndInstall(ReplicaState state, ReplicaState before)
    {
        DropStaged();
        _batch.Delete(InstallKey, Columns.Meta);
        _batch.Delete(ProgressKey, Columns.Meta);
        Put(state, before);
    }

    /// <summary>Deletes the records of the column family "meta" whose keys start with given bytes.</summary>
    public void DeleteMeta(ReadOnlySpan<byte> prefix) =>
        _batch.DeleteRange(prefix, [.. prefix[..^1], (byte)(prefix[^1] + 1)], Columns.Meta);

    public void Dispose() => _batch.Dispose();

    /// <summary>
    /// Stages the versions of each key behind those that are staged already: a list in a record goes on where further
    /// elements of it follow.
    /// </summary>
    private void PutStaged(ChangeSet changes)
    {
        Span<byte> room = stackalloc byte[RecordKeys.MaxKeyBytes];
        foreach (var parts in changes.Staged.GroupBy(item => item.Key, item => item.Value))
        {
            var key = RecordKeys.WriteKey(room, parts.Key);
            var staged = changes.DropsStaged ? null : database.Get(key, Columns.Staged);
            _record.Clear();
            foreach (var versions in parts)
                RecordCodec.Write(versions, _record, _names);
            _batch.Put(key, staged is null ? _record.Written : [.. staged, .. _record.Written], Columns.Staged);
        }
    }

    private void DropStaged() => _batch.DeleteRange(FirstKey, BehindLastKey, Columns.Staged);
}
