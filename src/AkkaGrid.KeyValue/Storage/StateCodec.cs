using System.Buffers.Binary;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Rejoining;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Rocks;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns into bytes and back how a replica stands: its state, its folds, a snapshot that is due to be taken over.</summary>
internal sealed class StateCodec(IncarnationNames names)
{
    /// <summary>The state on disk, its folds included; null where there is none.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public ReplicaState? Read(OpenDatabase database, RocksSnapshot? snapshot) =>
        database.Get(ChangeBatch.StateKey, database.Columns.Meta, snapshot) is { } bytes
            ? DecodeState(bytes, ReadFolds(database, snapshot))
            : null;

    /// <summary>The state without its folds, which have records of their own.</summary>
    public static byte[] Encode(ReplicaState state) => ToRecord(state).ToByteArray();

    public ReplicaState DecodeState(ReadOnlySpan<byte> bytes, Folds folds) =>
        FromRecord(Proto.State.Parser.ParseFrom(bytes)) with { Folds = folds };

    public static byte[] Encode(Fold fold) => ToRecord(fold).ToByteArray();

    public static byte[] EncodeInstall(Installation installation, ReplicaState state)
    {
        var record = new Proto.Install { State = ToRecord(state), Replaces = installation.Replaces };
        record.Snapshot.AddRange(installation.Snapshot.Clock.Entries.Select(DotRecord.Of));
        record.SnapshotFolds.AddRange(Named(installation.Snapshot.Folds));
        record.StateFolds.AddRange(Named(state.Folds));
        return record.ToByteArray();
    }

    public (Installation Installation, ReplicaState State) DecodeInstall(ReadOnlySpan<byte> bytes)
    {
        var record = Proto.Install.Parser.ParseFrom(bytes);
        return (
            new Installation(new Coverage(Clock(record.Snapshot), FromRecord(record.SnapshotFolds)), record.Replaces),
            FromRecord(record.State) with { Folds = FromRecord(record.StateFolds) });
    }

    private Folds ReadFolds(OpenDatabase database, RocksSnapshot? snapshot)
    {
        var folds = Folds.None;
        using var iterator = database.NewIterator(database.Columns.Meta, snapshot);
        for (iterator.Seek(ChangeBatch.FoldPrefix); database.IsValid(iterator); iterator.Next())
        {
            var key = iterator.Key;
            if (!key.StartsWith(ChangeBatch.FoldPrefix))
                break;
            var nonce = BinaryPrimitives.ReadUInt64BigEndian(key[ChangeBatch.FoldPrefix.Length..]);
            folds = folds.With(FromRecord(nonce, Proto.Fold.Parser.ParseFrom(iterator.Value)));
        }

        return folds;
    }

    private static Proto.State ToRecord(ReplicaState state)
    {
        var record = new Proto.State { Timestamp = state.Timestamp.Ticks };
        record.Clock.AddRange(state.Clock.Entries.Select(DotRecord.Of));
        record.Horizon.AddRange(state.Horizon.Entries.Select(DotRecord.Of));
        record.Stable.AddRange(state.Stable.Entries.Select(DotRecord.Of));
        record.LogHorizon.AddRange(state.LogHorizon.Entries.Select(DotRecord.Of));
        record.Members.AddRange(state.Set.Members.Select(member => new Proto.Member
        {
            Name = member.Name.Value,
            Nonce = member.Incarnation.Nonce,
            Started = member.Started.Ticks,
            Standing = (uint)member.Standing,
        }));
        if (state.Strays.IsEmpty)
            return record;
        record.Strays = new Proto.Strays { AreRenewed = state.Strays.AreRenewed };
        record.Strays.Ranges.AddRange(state.Strays.Ranges.Select(ToRecord));
        return record;
    }

    private static Proto.StrayRange ToRecord(StrayRange range)
    {
        var record = new Proto.StrayRange
        {
            Nonce = range.Origin.Nonce,
            First = range.First,
            Last = range.Last,
        };
        record.Folds.AddRange(Named(range.Folds));
        return record;
    }

    private ReplicaState FromRecord(Proto.State record) => new(
        Clock(record.Clock),
        new HybridTimestamp(record.Timestamp),
        ReplicaSet.Of(record.Members.Select(member => new Member(
            new Incarnation(ReplicaId.Create(member.Name), member.Nonce),
            new HybridTimestamp(member.Started),
            (Standing)member.Standing))))
    {
        Horizon = Clock(record.Horizon),
        LogHorizon = Clock(record.LogHorizon),
        Stable = Clock(record.Stable),
        Strays = record.Strays is null ? Strays.None : new Strays(
            [.. record.Strays.Ranges.Select(range =>
                new StrayRange(names.Of(range.Nonce), range.First, range.Last, FromRecord(range.Folds)))])
        {
            AreRenewed = record.Strays.AreRenewed,
        },
    };

    private static Proto.Fold ToRecord(Fold fold) => new()
    {
        Final = fold.Final,
        IsAgreed = fold.IsAgreed,
        Restated = fold.Restated,
        RestatedFinal = fold.RestatedFinal,
        RenewedFrom = fold.RenewedFrom,
        IsTrimmed = fold.IsTrimmed,
        IsUnderstood = fold.IsUnderstood,
    };

    private Fold FromRecord(ulong nonce, Proto.Fold record) => new(names.Of(nonce), record.Final)
    {
        IsAgreed = record.IsAgreed,
        Restated = record.Restated,
        RestatedFinal = record.RestatedFinal,
        RenewedFrom = record.RenewedFrom,
        IsTrimmed = record.IsTrimmed,
        IsUnderstood = record.IsUnderstood,
    };

    private static IEnumerable<Proto.NamedFold> Named(Folds folds) =>
        folds.All.Select(fold => new Proto.NamedFold { Nonce = fold.Incarnation.Nonce, Fold = ToRecord(fold) });

    private Folds FromRecord(IEnumerable<Proto.NamedFold> records) =>
        Folds.Of(records.Select(record => FromRecord(record.Nonce, record.Fold)));

    private VectorClock Clock(IEnumerable<Proto.Dot> dots) => VectorClock.Of(dots.Select(dot => DotRecord.Read(dot, names)));
}
