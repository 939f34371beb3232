using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Records that go to disk as one: says which record lies in which column family, under which key.</summary>
internal sealed class ChangeBatch(Columns columns) : IDisposable
{
    public static readonly byte[] NameKey = "name"u8.ToArray();
    public static readonly byte[] StateKey = "state"u8.ToArray();
    public static readonly byte[] WriterKey = "writer"u8.ToArray();
    public static readonly byte[] InstallKey = "install"u8.ToArray();
    public static readonly byte[] IncarnationPrefix = "incarnation/"u8.ToArray();
    public static readonly byte[] FoldPrefix = "fold/"u8.ToArray();

    private static readonly byte[] Nothing = [];

    private static readonly byte[] FirstKey = [byte.MinValue];
    private static readonly byte[] BehindLastKey = [byte.MaxValue];

    private readonly RecordWriter _record = new();

    /// <summary>The batch, as RocksDB takes it.</summary>
    public RocksBatch Batch { get; } = new();

    public void Put(ChangeSet changes, ReplicaState before)
    {
        if (changes.DropsStaged)
            DropStaged();
        Span<byte> room = stackalloc byte[RecordKeys.MostKeyBytes];
        foreach (var (key, versions) in changes.Staged)
            Batch.Put(RecordKeys.WriteKey(room, key), Encode(versions), columns.Staged);
        foreach (var (key, versions) in changes.Versions)
            Put(RecordKeys.WriteKey(room, key), versions);
        Span<byte> logKey = stackalloc byte[RecordKeys.DotBytes];
        foreach (var update in changes.Log)
        {
            RecordKeys.WriteLogKey(logKey, update.Dot.Origin, update.Dot.Sequence);
            Batch.Put(logKey, Encode(update), columns.Log);
        }

        foreach (var (dot, key) in changes.Swept)
            Batch.Delete(RecordKeys.TombstoneKey(dot, RecordKeys.WriteKey(room, key)), columns.Tombstones);
        Put(changes.State, before);
    }

    public void Put(ReadOnlySpan<byte> key, VersionSet versions)
    {
        if (versions.IsEmpty)
            Batch.Delete(key, columns.Data);
        else
            Batch.Put(key, Encode(versions), columns.Data);
        foreach (var version in versions.Versions)
        {
            if (version.Value is null)
                Batch.Put(RecordKeys.TombstoneKey(version.Dot, key), Nothing, columns.Tombstones);
        }
    }

    /// <summary>Writes the state, with the folds that are new in it, and cuts the log off at its horizon.</summary>
    public void Put(ReplicaState state, ReplicaState before)
    {
        Batch.Put(StateKey, StateCodec.Encode(state), columns.Meta);
        if (!ReferenceEquals(state.Folds, before.Folds))
            Put(state.Folds, before.Folds);
        if (ReferenceEquals(state.LogHorizon, before.LogHorizon))
            return;
        foreach (var last in state.LogHorizon.Entries.Where(last => !before.LogHorizon.Covers(last)))
        {
            var (from, to) = (RecordKeys.LogKey(last.Origin, 0), RecordKeys.LogKey(last.Origin, last.Sequence + 1));
            Batch.DeleteRange(from, to, columns.Log);
        }
    }

    public void PutName(ReplicaId name) => Batch.Put(NameKey, Encoding.UTF8.GetBytes(name.Value), columns.Meta);

    public void PutWriter(Incarnation writer) => Batch.Put(WriterKey, Encoding.UTF8.GetBytes($"{writer}"), columns.Meta);

    public void PutIncarnation(Incarnation incarnation) =>
        Batch.Put([.. IncarnationPrefix, .. Encoding.UTF8.GetBytes($"{incarnation}")], [], columns.Meta);

    /// <summary>Notes that the staged snapshot is to be taken over.</summary>
    public void PutInstall(Installation installation, ReplicaState state) =>
        Batch.Put(InstallKey, StateCodec.EncodeInstall(installation, state), columns.Meta);

    /// <summary>Notes that the staged snapshot is taken over.</summary>
    public void EndInstall(ReplicaState state, ReplicaState before)
    {
        DropStaged();
        Batch.Delete(InstallKey, columns.Meta);
        Put(state, before);
    }

    public void Dispose() => Batch.Dispose();

    private void Put(Folds folds, Folds before)
    {
        foreach (var gone in before.All.Where(fold => !folds.TryGet(fold.Incarnation.Nonce, out _)))
            Batch.Delete(FoldKey(gone), columns.Meta);
        foreach (var fold in folds.All.Where(fold => !before.TryGet(fold.Incarnation.Nonce, out var known) || known != fold))
            Batch.Put(FoldKey(fold), StateCodec.Encode(fold), columns.Meta);
    }

    private ReadOnlySpan<byte> Encode(VersionSet versions)
    {
        _record.Clear();
        RecordCodec.Write(versions, _record);
        return _record.Written;
    }

    private ReadOnlySpan<byte> Encode(Update update)
    {
        _record.Clear();
        RecordCodec.Write(update, _record);
        return _record.Written;
    }

    private static byte[] FoldKey(Fold fold) => [.. FoldPrefix, .. RecordKeys.LogPrefix(fold.Incarnation)];

    private void DropStaged() => Batch.DeleteRange(FirstKey, BehindLastKey, columns.Staged);
}
