using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Format;
using AkkaGrid.KeyValue.Storage.Names;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Turns what a replica keeps of its keys and of its updates into bytes and back.</summary>
internal sealed class RecordCodec
{
    private readonly DiskNames _names;
    private readonly CompactClock _clocks;
    private readonly Func<ReadOnlySpan<byte>, VersionSet> _decodeVersions;
    private Roster _recent = Roster.Empty;

    public RecordCodec(DiskNames names)
    {
        _names = names;
        _clocks = new CompactClock(names);
        _decodeVersions = DecodeVersions;
    }

    public static void Write(VersionSet versions, RecordWriter record, BatchNames names)
    {
        foreach (var version in versions.Versions)
        {
            var start = record.Begin(Proto.Versions.Versions_FieldNumber);
            Write(version.Dot, record, Format.Proto.StoredVersion.DotFieldNumber, names);
            record.WriteFixed64(Format.Proto.StoredVersion.TimestampFieldNumber, version.Timestamp.Ticks);
            ValueRecord.Write(record, Format.Proto.StoredVersion.ValueFieldNumber, version.Value);
            if (version.Identity != version.Dot)
                Write(version.Identity, record, Format.Proto.StoredVersion.IdentityFieldNumber, names);
            CompactClock.Write(version.Causes, record, Format.Proto.StoredVersion.DependenciesFieldNumber, names);
            record.End(start);
        }
    }

    public static void Write(Update update, RecordWriter record, BatchNames names)
    {
        // The key of the record names the origin.
        names.NonceOf(update.Dot.Origin);
        record.WriteFixed64(Format.Proto.StoredUpdate.TimestampFieldNumber, update.Timestamp.Ticks);
        foreach (var mutation in update.Mutations)
            MutationRecord.Write(record, Format.Proto.StoredUpdate.MutationsFieldNumber, mutation);
        CompactClock.Write(update.Causes, record, Format.Proto.StoredUpdate.DependenciesFieldNumber, names);
    }

    /// <exception cref="StorageException">The files are damaged.</exception>
    public VersionSet DecodeVersions(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return DecodeAll(bytes);
        }
        catch (FormatException error)
        {
            throw StorageException.DamagedRecord(error.Message);
        }
    }

    /// <summary>The versions of a key; <see cref="VersionSet.Empty"/> where there are none.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public VersionSet ReadVersions(OpenDatabase database, Key key, RocksSnapshot? snapshot)
    {
        var bytes = RecordKeys.WriteKey(stackalloc byte[RecordKeys.MaxKeyBytes], key);
        return database.Get(bytes, database.Columns.Data, _decodeVersions, snapshot) ?? VersionSet.Empty;
    }

    /// <exception cref="StorageException">The files are damaged.</exception>
    public Update DecodeUpdate(Dot dot, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Decode(dot, bytes);
        }
        catch (FormatException error)
        {
            throw StorageException.DamagedRecord(error.Message);
        }
    }

    private static void Write(Dot dot, RecordWriter record, int field, BatchNames names)
    {
        var start = record.Begin(field);
        record.WriteFixed64(Format.Proto.StoredDot.NonceFieldNumber, names.NonceOf(dot.Origin));
        record.Write(Format.Proto.StoredDot.SequenceFieldNumber, dot.Sequence);
        record.End(start);
    }

    private VersionSet DecodeAll(ReadOnlySpan<byte> bytes)
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

    private Update Decode(Dot dot, ReadOnlySpan<byte> bytes)
    {
        var (timestamp, dependencies) = (default(HybridTimestamp), default(VectorClock));
        var mutations = ImmutableArray.CreateBuilder<Mutation>(1);
        var dots = 0;
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Format.Proto.StoredUpdate.DependencyDotsFieldNumber:
                    record.Skip();
                    dots++;
                    break;
                case Format.Proto.StoredUpdate.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Format.Proto.StoredUpdate.MutationsFieldNumber:
                    mutations.Add(MutationRecord.Read(record.ReadBytes()));
                    break;
                case Format.Proto.StoredUpdate.DependenciesFieldNumber:
                    dependencies = _clocks.Read(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new Update(
            dot, dependencies ?? DecodeDependencies(bytes, dots), timestamp, mutations.DrainToImmutable());
    }

    /// <summary>The dependencies of an update of format 1.</summary>
    private VectorClock DecodeDependencies(ReadOnlySpan<byte> bytes, int count)
    {
        if (count == 0)
            return VectorClock.Empty;
        var roster = Volatile.Read(ref _recent);
        var dots = new Dot[count];
        var isRecent = roster.Count == count;
        var read = 0;
        var record = new RecordReader(bytes);
        while (read < count && record.TryNext(out var field))
        {
            if (field != Format.Proto.StoredUpdate.DependencyDotsFieldNumber)
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

    private KeyVersion DecodeVersion(ReadOnlySpan<byte> bytes)
    {
        var (dot, timestamp, value) = (default(Dot), default(HybridTimestamp), default(Value));
        var (identity, dependencies) = (default(Dot?), VectorClock.Empty);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Format.Proto.StoredVersion.DotFieldNumber:
                    dot = DecodeDot(record.ReadBytes());
                    break;
                case Format.Proto.StoredVersion.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Format.Proto.StoredVersion.ValueFieldNumber:
                    value = ValueRecord.Read(record.ReadBytes());
                    break;
                case Format.Proto.StoredVersion.IdentityFieldNumber:
                    // Format 1 lists all names that the version has had, the first of them last.
                    identity = DecodeDot(record.ReadBytes());
                    break;
                case Format.Proto.StoredVersion.DependenciesFieldNumber:
                    dependencies = _clocks.Read(record.ReadBytes());
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return new KeyVersion(dot, timestamp, value) { Identity = identity ?? dot, Causes = dependencies };
    }

    private Dot DecodeDot(ReadOnlySpan<byte> bytes)
    {
        var (nonce, sequence) = (0UL, 0UL);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Format.Proto.StoredDot.NonceFieldNumber:
                    nonce = record.ReadFixed64();
                    break;
                case Format.Proto.StoredDot.SequenceFieldNumber:
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
