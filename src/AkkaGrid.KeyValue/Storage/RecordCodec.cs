using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage.Rocks;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns what a replica keeps of its keys and of its updates into bytes and back.</summary>
internal sealed class RecordCodec
{
    private readonly IncarnationNames _names;
    private readonly Func<ReadOnlySpan<byte>, VersionSet> _decodeVersions;
    private Roster _recent = Roster.Empty;

    public RecordCodec(IncarnationNames names)
    {
        _names = names;
        _decodeVersions = DecodeVersions;
    }

    public static void Write(VersionSet versions, RecordWriter record)
    {
        foreach (var version in versions.Versions)
        {
            var start = record.Begin(Proto.Versions.Versions_FieldNumber);
            Write(version.Dot, record, Proto.Version.DotFieldNumber);
            record.WriteFixed64(Proto.Version.TimestampFieldNumber, version.Timestamp.Ticks);
            ValueRecord.Write(record, Proto.Version.ValueFieldNumber, version.Value);
            foreach (var original in version.Originals)
                Write(original, record, Proto.Version.OriginalsFieldNumber);
            record.End(start);
        }
    }

    public static byte[] Encode(VersionSet versions)
    {
        var record = new RecordWriter();
        Write(versions, record);
        return record.Written.ToArray();
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
    public VersionSet ReadVersions(OpenDatabase database, Key key, RocksSnapshot? snapshot)
    {
        var bytes = RecordKeys.WriteKey(stackalloc byte[RecordKeys.MostKeyBytes], key);
        return database.Get(bytes, database.Columns.Data, _decodeVersions, snapshot) ?? VersionSet.Empty;
    }

    public static void Write(Update update, RecordWriter record)
    {
        var dependencies = update.Dependencies;
        for (var i = 0; i < dependencies.Counts.Length; i++)
        {
            if (dependencies.Counts[i] > 0)
                Write(new Dot(dependencies.Roster[i], dependencies.Counts[i]), record, Proto.Update.DependenciesFieldNumber);
        }

        record.WriteFixed64(Proto.Update.TimestampFieldNumber, update.Timestamp.Ticks);
        foreach (var mutation in update.Mutations)
            MutationRecord.Write(record, Proto.Update.MutationsFieldNumber, mutation);

        if (update.Restates is { } restates)
            record.Write(Proto.Update.RestatesFieldNumber, ToRecord(restates).ToByteArray());
    }

    public static byte[] Encode(Update update)
    {
        var record = new RecordWriter();
        Write(update, record);
        return record.Written.ToArray();
    }

    public Update DecodeUpdate(Dot dot, ReadOnlySpan<byte> bytes)
    {
        var (timestamp, restates) = (default(HybridTimestamp), default(Restatement));
        var mutations = ImmutableArray.CreateBuilder<Mutation>(1);
        var dependencies = 0;
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Update.DependenciesFieldNumber:
                    record.Skip();
                    dependencies++;
                    break;
                case Proto.Update.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Proto.Update.MutationsFieldNumber:
                    mutations.Add(MutationRecord.Read(record.ReadBytes()));
                    break;
                case Proto.Update.RestatesFieldNumber:
                    restates = FromRecord(Proto.Restatement.Parser.ParseFrom(record.ReadBytes()));
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Update(dot, DecodeDependencies(bytes, dependencies), timestamp, mutations.DrainToImmutable()) { Restates = restates };
    }

    private static void Write(Dot dot, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        record.WriteFixed64(Proto.Dot.NonceFieldNumber, dot.Origin.Nonce);
        record.Write(Proto.Dot.SequenceFieldNumber, dot.Sequence);
        record.End(start);
    }

    /// <summary>The dependencies of an update. What follows each other in a log mostly names the same incarnations.</summary>
    private VectorClock DecodeDependencies(ReadOnlySpan<byte> bytes, int count)
    {
        var roster = Volatile.Read(ref _recent);
        var dots = new Dot[count];
        var isRecent = roster.Count == count;
        var read = 0;
        var record = new RecordReader(bytes);
        while (read < count && record.TryNext(out var field))
        {
            if (field != Proto.Update.DependenciesFieldNumber)
            {
                record.Skip();
                continue;
            }

            dots[read] = DecodeDot(record.ReadBytes());
            isRecent = isRecent && roster[read].Nonce == dots[read].Origin.Nonce;
            read++;
        }

        if (isRecent)
            return VectorClock.Over(roster, Array.ConvertAll(dots, static dot => dot.Sequence));
        var clock = VectorClock.Of(dots);
        Volatile.Write(ref _recent, clock.Roster);
        return clock;
    }

    private static Proto.Restatement ToRecord(Restatement restates)
    {
        var record = new Proto.Restatement { Timestamp = restates.Timestamp.Ticks };
        record.Originals.AddRange(restates.Originals.Select(original =>
            new Proto.RestatedUpdate { Dot = DotRecord.Of(original.Dot), Final = original.Final }));
        record.Unseen.AddRange(restates.Unseen.Select(DotRecord.Of));
        record.Context.AddRange(restates.Context.Entries.Select(DotRecord.Of));
        return record;
    }

    private Restatement FromRecord(Proto.Restatement record) => new(
        [.. record.Originals.Select(original => new RestatedUpdate(Decode(original.Dot), original.Final))],
        VectorClock.Of(record.Context.Select(Decode)),
        new HybridTimestamp(record.Timestamp))
    {
        Unseen = [.. record.Unseen.Select(Decode)],
    };

    private Dot Decode(Proto.Dot record) => DotRecord.Read(record, _names);

    private KeyVersion DecodeVersion(ReadOnlySpan<byte> bytes)
    {
        var (dot, timestamp, value) = (default(Dot), default(HybridTimestamp), default(Value));
        ImmutableArray<Dot> originals = [];
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
                    value = ValueRecord.Read(record.ReadBytes());
                    break;
                case Proto.Version.OriginalsFieldNumber:
                    originals = originals.Add(DecodeDot(record.ReadBytes()));
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new KeyVersion(dot, timestamp, value) { Originals = originals };
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

        return new Dot(_names.Of(nonce), sequence);
    }
}
