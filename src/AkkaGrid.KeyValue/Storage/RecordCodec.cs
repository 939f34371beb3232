using System.Buffers.Binary;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Rejoining;
using AkkaGrid.Core.KeyValue.Storage;
using Google.Protobuf;
using Google.Protobuf.Collections;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns what a replica keeps into bytes and back. Keys sort as the store orders them.</summary>
internal sealed class RecordCodec(IncarnationNames names) : ISpanDeserializer<VersionSet>
{
    private const int DotBytes = 16;

    private Roster _recent = Roster.Empty;

    public static byte[] KeyOf(Key key) => KeyOf(key.Keyspace, key.Name);

    /// <summary>The keyspace, then the UTF-8 bytes of the name; an empty name is the place before a keyspace's first key.</summary>
    public static byte[] KeyOf(Keyspace keyspace, string name)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(name)];
        bytes[0] = (byte)keyspace;
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(1));
        return bytes;
    }

    public static Key ReadKey(ReadOnlySpan<byte> bytes) => Key.Create((Keyspace)bytes[0], Encoding.UTF8.GetString(bytes[1..]));

    /// <summary>The random bits of the origin, then the sequence, big endian, so that an origin's log is in order.</summary>
    public static byte[] LogKey(Incarnation origin, ulong sequence)
    {
        var bytes = new byte[DotBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, origin.Nonce);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(sizeof(ulong)), sequence);
        return bytes;
    }

    /// <summary>What all log keys of an origin start with.</summary>
    public static byte[] LogPrefix(Incarnation origin) => LogKey(origin, 0)[..sizeof(ulong)];

    /// <summary>The dot as in the log, then the key.</summary>
    public static byte[] TombstoneKey(Dot dot, byte[] key) => [.. LogKey(dot.Origin, dot.Sequence), .. key];

    public KeyValuePair<Dot, Key> ReadTombstone(ReadOnlySpan<byte> bytes) => KeyValuePair.Create(
        new Dot(names.Of(BinaryPrimitives.ReadUInt64BigEndian(bytes)), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..])),
        ReadKey(bytes[DotBytes..]));

    public static byte[] Encode(VersionSet versions)
    {
        var record = new Proto.Versions();
        record.Versions_.AddRange(versions.Versions.Select(version => new Proto.Version
        {
            Dot = Encode(version.Dot),
            Timestamp = version.Timestamp.Ticks,
            Value = Encode(version.Value),
        }));
        return record.ToByteArray();
    }

    public VersionSet DecodeVersions(ReadOnlySpan<byte> bytes)
    {
        var record = new RecordReader(bytes);
        VersionSet? single = null;
        List<KeyVersion>? several = null;
        while (record.TryNext(out var field))
        {
            if (field != Proto.Versions.Versions_FieldNumber)
            {
                record.Skip();
                continue;
            }

            var version = DecodeVersion(record.ReadBytes());
            if (single is null)
            {
                single = VersionSet.Of(version);
                continue;
            }

            several ??= [single.Versions[0]];
            several.Add(version);
        }

        return several is null ? single ?? VersionSet.Empty : VersionSet.Of(several);
    }

    /// <summary>The versions of a key; <see cref="VersionSet.Empty"/> where there are none.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public VersionSet ReadVersions(OpenDatabase database, Key key, ReadOptions? options)
    {
        Span<byte> bytes = stackalloc byte[1 + Key.MaxBytes];
        bytes[0] = (byte)key.Keyspace;
        var length = 1 + Encoding.UTF8.GetBytes(key.Name, bytes[1..]);
        return database.Get(bytes[..length], this, database.Columns.Data, options) ?? VersionSet.Empty;
    }

    VersionSet ISpanDeserializer<VersionSet>.Deserialize(ReadOnlySpan<byte> buffer) => DecodeVersions(buffer);

    public static byte[] Encode(Update update)
    {
        var record = new Proto.Update { Timestamp = update.Timestamp.Ticks };
        record.Dependencies.AddRange(update.Dependencies.Entries.Select(Encode));
        record.Mutations.AddRange(update.Mutations.Select(mutation => new Proto.Mutation
        {
            Keyspace = (uint)mutation.Key.Keyspace,
            Key = mutation.Key.Name,
            Value = Encode(mutation.Value),
            Revives = mutation.Revives,
        }));
        if (update.Restates is { } restates)
        {
            record.Restates = new Proto.Restatement { Timestamp = restates.Timestamp.Ticks };
            record.Restates.Originals.AddRange(restates.Originals.Select(original =>
                new Proto.RestatedUpdate { Dot = Encode(original.Dot), Final = original.Final }));
            record.Restates.Unseen.AddRange(restates.Unseen.Select(Encode));
            record.Restates.Context.AddRange(restates.Context.Entries.Select(Encode));
        }

        return record.ToByteArray();
    }

    public Update DecodeUpdate(Dot dot, ReadOnlySpan<byte> bytes)
    {
        var record = Proto.Update.Parser.ParseFrom(bytes);
        return new Update(
            dot,
            Clock(record.Dependencies),
            new HybridTimestamp(record.Timestamp),
            [.. record.Mutations.Select(mutation =>
                new Mutation(Key.Create((Keyspace)mutation.Keyspace, mutation.Key), Decode(mutation.Value)) { Revives = mutation.Revives })])
        {
            Restates = record.Restates is null ? null : new Restatement(
                [.. record.Restates.Originals.Select(original => new RestatedUpdate(Decode(original.Dot), original.Final))],
                Decode(record.Restates.Context),
                new HybridTimestamp(record.Restates.Timestamp))
            {
                Unseen = [.. record.Restates.Unseen.Select(Decode)],
            },
        };
    }

    /// <summary>The state without its folds, which have records of their own.</summary>
    public static byte[] Encode(ReplicaState state) => ToRecord(state).ToByteArray();

    public ReplicaState DecodeState(ReadOnlySpan<byte> bytes, Folds folds) => FromRecord(Proto.State.Parser.ParseFrom(bytes)) with { Folds = folds };

    public static byte[] Encode(Fold fold) => ToRecord(fold).ToByteArray();

    public Fold DecodeFold(ulong nonce, ReadOnlySpan<byte> bytes) => FromRecord(nonce, Proto.Fold.Parser.ParseFrom(bytes));

    /// <summary>The folds of a state, which have records of their own.</summary>
    public Folds ReadFolds(OpenDatabase database, ReadOptions? options)
    {
        var folds = Folds.None;
        using var iterator = database.NewIterator(database.Columns.Meta, options);
        for (iterator.Seek(ChangeBatch.FoldPrefix); database.IsValid(iterator) && iterator.GetKeySpan().StartsWith(ChangeBatch.FoldPrefix); iterator.Next())
        {
            var nonce = BinaryPrimitives.ReadUInt64BigEndian(iterator.GetKeySpan()[ChangeBatch.FoldPrefix.Length..]);
            folds = folds.With(DecodeFold(nonce, iterator.GetValueSpan()));
        }

        return folds;
    }

    public static byte[] EncodeInstall(Installation installation, ReplicaState state)
    {
        var record = new Proto.Install { State = ToRecord(state), Replaces = installation.Replaces };
        record.Snapshot.AddRange(installation.Snapshot.Clock.Entries.Select(Encode));
        record.SnapshotFolds.AddRange(Named(installation.Snapshot.Folds));
        record.StateFolds.AddRange(Named(state.Folds));
        return record.ToByteArray();
    }

    public (Installation Installation, ReplicaState State) DecodeInstall(ReadOnlySpan<byte> bytes)
    {
        var record = Proto.Install.Parser.ParseFrom(bytes);
        return (
            new Installation(new Coverage(Decode(record.Snapshot), FromRecord(record.SnapshotFolds)), record.Replaces),
            FromRecord(record.State) with { Folds = FromRecord(record.StateFolds) });
    }

    private static Proto.State ToRecord(ReplicaState state)
    {
        var record = new Proto.State { Timestamp = state.Timestamp.Ticks };
        record.Clock.AddRange(state.Clock.Entries.Select(Encode));
        record.Horizon.AddRange(state.Horizon.Entries.Select(Encode));
        record.Stable.AddRange(state.Stable.Entries.Select(Encode));
        record.LogHorizon.AddRange(state.LogHorizon.Entries.Select(Encode));
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
            IsHidden = range.IsHidden,
        };
        record.Folds.AddRange(Named(range.Folds));
        return record;
    }

    private ReplicaState FromRecord(Proto.State record) => new(
        Decode(record.Clock),
        new HybridTimestamp(record.Timestamp),
        ReplicaSet.Of(record.Members.Select(member => new Member(
            new Incarnation(ReplicaId.Create(member.Name), member.Nonce),
            new HybridTimestamp(member.Started),
            (Standing)member.Standing))))
    {
        Horizon = Decode(record.Horizon),
        LogHorizon = Decode(record.LogHorizon),
        Stable = Decode(record.Stable),
        Strays = record.Strays is null ? Strays.None : new Strays(
            [.. record.Strays.Ranges.Select(range =>
                new StrayRange(names.Of(range.Nonce), range.First, range.Last, FromRecord(range.Folds)) { IsHidden = range.IsHidden })])
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
        IsTrimmed = fold.IsTrimmed,
    };

    private Fold FromRecord(ulong nonce, Proto.Fold record) => new(names.Of(nonce), record.Final)
    {
        IsAgreed = record.IsAgreed,
        Restated = record.Restated,
        RestatedFinal = record.RestatedFinal,
        IsTrimmed = record.IsTrimmed,
    };

    private static IEnumerable<Proto.NamedFold> Named(Folds folds) =>
        folds.All.Select(fold => new Proto.NamedFold { Nonce = fold.Incarnation.Nonce, Fold = ToRecord(fold) });

    private Folds FromRecord(IEnumerable<Proto.NamedFold> records) =>
        Folds.Of(records.Select(record => FromRecord(record.Nonce, record.Fold)));

    private VectorClock Decode(IEnumerable<Proto.Dot> dots) => VectorClock.Of(dots.Select(Decode));

    /// <summary>The clock of some dots. What follows each other in a log mostly names the same incarnations.</summary>
    private VectorClock Clock(RepeatedField<Proto.Dot> dots)
    {
        var roster = Volatile.Read(ref _recent);
        if (roster.Count == dots.Count && roster.Members.Zip(dots).All(pair => pair.First.Nonce == pair.Second.Nonce))
            return VectorClock.Over(roster, [.. dots.Select(dot => dot.Sequence)]);
        var clock = VectorClock.Of(dots.Select(Decode));
        Volatile.Write(ref _recent, clock.Roster);
        return clock;
    }

    private static Proto.Dot Encode(Dot dot) => new() { Nonce = dot.Origin.Nonce, Sequence = dot.Sequence };

    private Dot Decode(Proto.Dot dot) => new(names.Of(dot.Nonce), dot.Sequence);

    private static Proto.Value? Encode(Value? value)
    {
        if (value is null)
            return null;
        var record = new Proto.Value { Bytes = UnsafeByteOperations.UnsafeWrap(value.Bytes) };
        if (value.ContentType is not null)
            record.ContentType = value.ContentType;
        return record;
    }

    private static Value? Decode(Proto.Value? value) =>
        value is null ? null : new Value(value.Bytes.Memory, value.HasContentType ? value.ContentType : null);

    private KeyVersion DecodeVersion(ReadOnlySpan<byte> bytes)
    {
        var (dot, timestamp, value) = (default(Dot), default(HybridTimestamp), default(Value));
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Version.DotFieldNumber:
                    dot = DecodeDot(record.ReadBytes());
                    break;
                case Proto.Version.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Proto.Version.ValueFieldNumber:
                    value = DecodeValue(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new KeyVersion(dot, timestamp, value);
    }

    private Dot DecodeDot(ReadOnlySpan<byte> bytes)
    {
        var (nonce, sequence) = (0UL, 0UL);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Dot.NonceFieldNumber:
                    nonce = record.ReadFixed64();
                    break;
                case Proto.Dot.SequenceFieldNumber:
                    sequence = record.ReadVarint();
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Dot(names.Of(nonce), sequence);
    }

    private static Value DecodeValue(ReadOnlySpan<byte> bytes)
    {
        var (content, contentType) = (Array.Empty<byte>(), default(string));
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Value.BytesFieldNumber:
                    content = record.ReadBytes().ToArray();
                    break;
                case Proto.Value.ContentTypeFieldNumber:
                    contentType = Encoding.UTF8.GetString(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Value(content, contentType);
    }
}
