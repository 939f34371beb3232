using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using Google.Protobuf;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Writes the updates of one message, or reads them, in order. Sequence and dependencies travel as what has changed since
/// the update of the same origin before.
/// </summary>
/// <remarks>M. Singhal, A. Kshemkalyani, "An efficient implementation of vector clocks" (1992).</remarks>
internal sealed class UpdateCodec(IncarnationTable table)
{
    // The dependencies of the update before, by the place of its origin.
    private readonly ulong[]?[] _last = new ulong[table.Count][];
    private readonly ulong[] _counts = new ulong[table.Count];

    /// <summary>Writes an update as a field of its message.</summary>
    public void Write(Update update, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        var origin = table.PlaceOf(update.Dot.Origin);
        record.Write(Proto.Update.OriginFieldNumber, origin);
        record.Write(Proto.Update.SequenceFieldNumber, update.Dot.Sequence == Next(origin) ? 0 : update.Dot.Sequence);
        WriteDependencies(update, record, origin);
        record.WriteFixed64(Proto.Update.TimestampFieldNumber, update.Timestamp.Ticks);
        foreach (var mutation in update.Mutations)
            MutationRecord.Write(record, Proto.Update.MutationsFieldNumber, mutation);
        if (update.Restates is { } restates)
            record.Write(Proto.Update.RestatesFieldNumber, Encode(restates, table).ToByteArray());
        record.End(start);
    }

    /// <summary>Reads an update of a message.</summary>
    /// <exception cref="FormatException">It refers to what its message does not name, or is incomplete.</exception>
    public Update Read(ReadOnlySpan<byte> bytes)
    {
        var (origin, sequence) = (0U, 0UL);
        var (timestamp, restates) = (default(HybridTimestamp), default(Restatement));
        ReadOnlySpan<byte> dependencies = [];
        var mutations = ImmutableArray.CreateBuilder<Mutation>(1);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Update.OriginFieldNumber:
                    origin = (uint)record.ReadVarint();
                    break;
                case Proto.Update.SequenceFieldNumber:
                    sequence = record.ReadVarint();
                    break;
                case Proto.Update.DependenciesFieldNumber:
                    dependencies = record.ReadBytes();
                    break;
                case Proto.Update.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Proto.Update.MutationsFieldNumber:
                    mutations.Add(MutationRecord.Read(record.ReadBytes()));
                    break;
                case Proto.Update.RestatesFieldNumber:
                    restates = Read(Proto.Restatement.Parser.ParseFrom(record.ReadBytes()));
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        var name = new Dot(table.At(origin), sequence > 0 ? sequence : Next(origin) ?? 0);
        return new Update(name, table.Clock(ReadDependencies(name, origin, dependencies)), timestamp, mutations.DrainToImmutable())
        {
            Restates = restates,
        };
    }

    public static Proto.Value? Write(Value? value)
    {
        if (value is null)
            return null;
        var record = new Proto.Value { Bytes = UnsafeByteOperations.UnsafeWrap(value.Bytes) };
        if (value.ContentType is not null)
            record.ContentType = value.ContentType;
        return record;
    }

    public static Value? Read(Proto.Value? record) =>
        record is null ? null : new Value(record.Bytes.Memory, record.HasContentType ? record.ContentType : null);

    private Restatement Read(Proto.Restatement record) => record.Originals.Count == 0
        ? throw new FormatException("An update brings nothing again")
        : new Restatement(
            [.. record.Originals.Select(original => new RestatedUpdate(table.Read(original.Dot), original.Final))],
            table.Read(record.Context),
            new HybridTimestamp(record.Timestamp))
        {
            Unseen = [.. record.Unseen.Select(table.Read)],
        };

    private static Proto.Restatement Encode(Restatement restates, IncarnationTable table)
    {
        var record = new Proto.Restatement { Context = table.Write(restates.Context), Timestamp = restates.Timestamp.Ticks };
        record.Originals.AddRange(restates.Originals.Select(original =>
            new Proto.RestatedUpdate { Dot = table.Write(original.Dot), Final = original.Final }));
        record.Unseen.AddRange(restates.Unseen.Select(table.Write));
        return record;
    }

    private void WriteDependencies(Update update, RecordWriter record, uint origin)
    {
        var before = _last[origin] ??= new ulong[table.Count];
        table.CopyCounts(update.Dependencies, _counts);
        _counts[origin] = update.Dot.Sequence - 1;
        var start = -1;
        for (var place = 0u; place < _counts.Length; place++)
        {
            if (place == origin || _counts[place] == before[place])
                continue;
            if (start < 0)
                start = record.Begin(Proto.Update.DependenciesFieldNumber);
            record.Raw(place);
            record.Raw(unchecked(_counts[place] - before[place]));
        }

        if (start >= 0)
            record.End(start);
        _counts.CopyTo(before, 0);
    }

    private ulong[] ReadDependencies(Dot dot, uint origin, ReadOnlySpan<byte> packed)
    {
        if (dot.Sequence == 0)
            throw new FormatException("An update has no sequence");
        var counts = (ulong[]?)_last[origin]?.Clone() ?? new ulong[table.Count];
        var record = new RecordReader(packed);
        while (!record.IsAtEnd)
        {
            var place = record.ReadVarint();
            if (place >= (ulong)counts.Length || record.IsAtEnd)
                throw new FormatException($"An update depends on incarnation {place} of {counts.Length}, or on half a dot");
            counts[place] = unchecked(counts[place] + record.ReadVarint());
        }

        counts[origin] = dot.Sequence - 1;
        return _last[origin] = counts;
    }

    /// <summary>The sequence that follows that of the update of the same origin before; null where there was none.</summary>
    private ulong? Next(uint origin) => _last[origin] is { } before ? before[origin] + 2 : null;
}
