using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Names;
using AkkaGrid.KeyValue.Storage.Rocks;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns a replica's state, and a merge that is under way, into bytes and back.</summary>
internal sealed class StateCodec(DiskNames names)
{
    /// <summary>The state on disk; null where there is none.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public ReplicaState? Read(OpenDatabase database, RocksSnapshot? snapshot) =>
        database.Get(ChangeBatch.StateKey, database.Columns.Meta, snapshot) is { } bytes ? DecodeState(bytes) : null;

    /// <summary>The merge that is under way; null where there is none.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public PendingInstall? ReadInstall(OpenDatabase database)
    {
        if (database.Get(ChangeBatch.InstallKey, database.Columns.Meta) is not { } install)
            return null;
        return DecodeInstall(install, database.Get(ChangeBatch.ProgressKey, database.Columns.Meta));
    }

    public static byte[] Encode(ReplicaState state, BatchNames names) => ToRecord(state, names).ToByteArray();

    public ReplicaState DecodeState(ReadOnlySpan<byte> bytes) =>
        FromRecord(StoredRecord.Parse(Proto.State.Parser, bytes));

    public static byte[] EncodeInstall(Installation installation, ReplicaState state, BatchNames names) =>
        new Proto.Install
        {
            State = ToRecord(state, names),
            Here = ToRecord(installation.Here, names),
            There = ToRecord(installation.There, names),
            Last = ClockRecord.Of(installation.Last, names),
            Ranges = installation.Ranges,
        }.ToByteArray();

    public static byte[] EncodeProgress(ReadOnlySpan<byte> key, Dot last, ContentDigest digest, BatchNames names) =>
        new Proto.Progress
        {
            Key = ByteString.CopyFrom(key),
            Last = ClockRecord.Of(last, names),
            Digest = { digest.Ranges.ToArray() },
        }.ToByteArray();

    public PendingInstall DecodeInstall(ReadOnlySpan<byte> install, ReadOnlySpan<byte> progress)
    {
        var record = StoredRecord.Parse(Proto.Install.Parser, install);
        var installation = new Installation(
            FromRecord(record.Here), FromRecord(record.There), ClockRecord.Read(record.Last, names))
        {
            Ranges = record.Ranges,
        };
        var state = FromRecord(record.State);
        if (progress.IsEmpty)
            return new PendingInstall(installation, state, null, installation.Last, state.Digest);
        var done = StoredRecord.Parse(Proto.Progress.Parser, progress);
        return new PendingInstall(
            installation,
            state,
            done.Key.ToByteArray(),
            ClockRecord.Read(done.Last, names),
            ContentDigest.Of(done.Digest));
    }

    private static Proto.State ToRecord(ReplicaState state, BatchNames names)
    {
        var record = new Proto.State
        {
            Timestamp = state.Timestamp.Ticks,
            Clock = ClockRecord.Of(state.Clock, names),
            Horizon = ClockRecord.Of(state.Horizon, names),
            LogHorizon = ClockRecord.Of(state.LogHorizon, names),
            IsAdmitted = state.IsAdmitted,
            LastDelete = state.LastDelete.Ticks,
            Digest = { state.Digest.Ranges.ToArray() },
        };
        record.Members.AddRange(state.Set.Members.Select(member => new Format.Proto.StoredMember
        {
            Name = member.Name.Value,
            Nonce = names.NonceOf(member.Incarnation),
            Entered = member.Entered.Ticks,
            Status = (uint)member.Status,
        }));
        return record;
    }

    private ReplicaState FromRecord(Proto.State? record) => record is null
        ? ReplicaState.Initial
        : new ReplicaState(
            ClockRecord.Read(record.Clock, names),
            new HybridTimestamp(record.Timestamp),
            MemberRecord.Read(record.Members))
        {
            Horizon = ClockRecord.Read(record.Horizon, names),
            LogHorizon = ClockRecord.Read(record.LogHorizon, names),
            IsAdmitted = record.IsAdmitted,
            LastDelete = new HybridTimestamp(record.LastDelete),
            Digest = ContentDigest.Of(record.Digest),
        };

    private static Proto.Cut ToRecord(ReplicaCut cut, BatchNames names) => new()
    {
        Clock = ClockRecord.Of(cut.Clock, names),
        Horizon = ClockRecord.Of(cut.Horizon, names),
        Timestamp = cut.Timestamp.Ticks,
        LastDelete = cut.LastDelete.Ticks,
    };

    private ReplicaCut FromRecord(Proto.Cut? record) => new(
        ClockRecord.Read(record?.Clock, names),
        ClockRecord.Read(record?.Horizon, names),
        new HybridTimestamp(record?.Timestamp ?? 0),
        new HybridTimestamp(record?.LastDelete ?? 0));
}
