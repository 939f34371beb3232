using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using Google.Protobuf;
using Google.Protobuf.Collections;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns what a replica keeps of its keys and of its updates into bytes and back.</summary>
internal sealed class RecordCodec(IncarnationNames names) : ISpanDeserializer<VersionSet>
{
    private Roster _recent = Roster.Empty;

    public static byte[] Encode(VersionSet versions)
    {
        var record = new Proto.Versions();
        record.Versions_.AddRange(versions.Versions.Select(version => new Proto.Version
        {
            Dot = DotRecord.Of(version.Dot),
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
        record.Dependencies.AddRange(update.Dependencies.Entries.Select(DotRecord.Of));
        record.Mutations.AddRange(update.Mutations.Select(mutation => new Proto.Mutation
        {
            Keyspace = (uint)mutation.Key.Keyspace,
            Key = mutation.Key.Name,
            Value = Encode(mutation.Value),
            Revives = mutation.Revives,
        }));
        if (update.Restates is { } restates)
        {
            record.Restates = new Proto.Restatement
            {
                Original = DotRecord.Of(restates.Original),
                Final = restates.Final,
                Timestamp = restates.Timestamp.Ticks,
            };
            record.Restates.Context.AddRange(restates.Context.Entries.Select(DotRecord.Of));
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
                Decode(record.Restates.Original),
                record.Restates.Final,
                VectorClock.Of(record.Restates.Context.Select(Decode)),
                new HybridTimestamp(record.Restates.Timestamp)),
        };
    }

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

    private Dot Decode(Proto.Dot record) => DotRecord.Read(record, names);

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
