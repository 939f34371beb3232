using System.Buffers.Binary;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns what a replica keeps into bytes and back. Keys sort as the store orders them.</summary>
internal sealed class RecordCodec(IncarnationNames names)
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

    public VersionSet DecodeVersions(ReadOnlySpan<byte> bytes) => VersionSet.Of(
        Proto.Versions.Parser.ParseFrom(bytes).Versions_.Select(version =>
            new KeyVersion(Decode(version.Dot), new HybridTimestamp(version.Timestamp), Decode(version.Value))));

    public static byte[] Encode(Update update)
    {
        var record = new Proto.Update { Timestamp = update.Timestamp.Ticks };
        record.Dependencies.AddRange(update.Dependencies.Entries.Select(Encode));
        record.Mutations.AddRange(update.Mutations.Select(mutation => new Proto.Mutation
        {
            Keyspace = (uint)mutation.Key.Keyspace,
            Key = mutation.Key.Name,
            Value = Encode(mutation.Value),
        }));
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
                new Mutation(Key.Create((Keyspace)mutation.Keyspace, mutation.Key), Decode(mutation.Value)))]);
    }

    public static byte[] Encode(ReplicaState state) => ToRecord(state).ToByteArray();

    public ReplicaState DecodeState(ReadOnlySpan<byte> bytes) => FromRecord(Proto.State.Parser.ParseFrom(bytes));

    public static byte[] EncodeInstall(VectorClock snapshot, ReplicaState state)
    {
        var record = new Proto.Install { State = ToRecord(state) };
        record.Snapshot.AddRange(snapshot.Entries.Select(Encode));
        return record.ToByteArray();
    }

    public (VectorClock Snapshot, ReplicaState State) DecodeInstall(ReadOnlySpan<byte> bytes)
    {
        var record = Proto.Install.Parser.ParseFrom(bytes);
        return (VectorClock.Of(record.Snapshot.Select(Decode)), FromRecord(record.State));
    }

    private static Proto.State ToRecord(ReplicaState state)
    {
        var record = new Proto.State { Timestamp = state.Timestamp.Ticks };
        record.Clock.AddRange(state.Clock.Entries.Select(Encode));
        record.Members.AddRange(state.Members.Values.Select(member =>
            new Proto.Member { Name = member.Replica.Value, Nonce = member.Nonce }));
        return record;
    }

    private ReplicaState FromRecord(Proto.State record) => new(
        VectorClock.Of(record.Clock.Select(Decode)),
        new HybridTimestamp(record.Timestamp),
        ReplicaState.Initial.Members.AddRange(record.Members
            .Select(member => new Incarnation(ReplicaId.Create(member.Name), member.Nonce))
            .Select(member => KeyValuePair.Create(member.Replica, member))));

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
}
