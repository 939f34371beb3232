using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Records that go to disk as one: says which record lies in which column family, under which key.</summary>
internal sealed class ChangeBatch(Columns columns) : IDisposable
{
    public static readonly byte[] NameKey = "name"u8.ToArray();
    public static readonly byte[] StateKey = "state"u8.ToArray();
    public static readonly byte[] WriterKey = "writer"u8.ToArray();
    public static readonly byte[] InstallKey = "install"u8.ToArray();
    public static readonly byte[] IncarnationPrefix = "incarnation/"u8.ToArray();

    private static readonly byte[] FirstKey = [byte.MinValue];
    private static readonly byte[] BehindLastKey = [byte.MaxValue];

    /// <summary>The batch, as RocksDB takes it.</summary>
    public WriteBatch Batch { get; } = new();

    public void Put(ChangeSet changes)
    {
        if (changes.DropsStaged)
            DropStaged();
        foreach (var (key, versions) in changes.Staged)
            Batch.Put(RecordCodec.KeyOf(key), RecordCodec.Encode(versions), columns.Staged);
        foreach (var (key, versions) in changes.Versions)
            Put(RecordCodec.KeyOf(key), versions);
        foreach (var update in changes.Log)
            Batch.Put(RecordCodec.LogKey(update.Dot.Origin, update.Dot.Sequence), RecordCodec.Encode(update), columns.Log);
        Put(changes.State);
    }

    public void Put(byte[] key, VersionSet versions)
    {
        if (versions.IsEmpty)
            Batch.Delete(key, columns.Data);
        else
            Batch.Put(key, RecordCodec.Encode(versions), columns.Data);
    }

    public void Put(ReplicaState state) => Batch.Put(StateKey, RecordCodec.Encode(state), columns.Meta);

    public void PutName(ReplicaId name) => Batch.Put(NameKey, Encoding.UTF8.GetBytes(name.Value), columns.Meta);

    public void PutWriter(Incarnation writer) => Batch.Put(WriterKey, Encoding.UTF8.GetBytes($"{writer}"), columns.Meta);

    public void PutIncarnation(Incarnation incarnation) =>
        Batch.Put([.. IncarnationPrefix, .. Encoding.UTF8.GetBytes($"{incarnation}")], [], columns.Meta);

    /// <summary>Notes that the staged snapshot is to be taken over.</summary>
    public void PutInstall(VectorClock snapshot, ReplicaState state) =>
        Batch.Put(InstallKey, RecordCodec.EncodeInstall(snapshot, state), columns.Meta);

    /// <summary>Notes that the staged snapshot is taken over.</summary>
    public void EndInstall(ReplicaState state)
    {
        DropStaged();
        Batch.Delete(InstallKey, columns.Meta);
        Put(state);
    }

    public void Dispose() => Batch.Dispose();

    private void DropStaged() => Batch.DeleteRange(
        FirstKey, (ulong)FirstKey.Length, BehindLastKey, (ulong)BehindLastKey.Length, columns.Staged);
}
