using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Writes the updates of one message, or reads them, in order. Sequence and dependencies travel as what has changed since
/// the update of the same origin before.
/// </summary>
/// <remarks>M. Singhal, A. Kshemkalyani, "An efficient implementation of vector clocks" (1992).</remarks>
/// <param name="names">What the message names.</param>
/// <param name="usual">The base of the message's clock, which most dependencies are written with.</param>
internal sealed class UpdateCodec(MessageNames names, ClockBase usual)
{
    // The counts of the update before, by the place of its origin.
    private readonly ulong[]?[] _last = new ulong[names.Count][];
    private readonly ulong[] _counts = new ulong[names.Count];

    /// <summary>
    /// The dependencies of an update as they are written: with the usual base where they cover it, otherwise with their own. With
    /// a base that they do not cover they would name updates that the writer never knew.
    /// </summary>
    public static VectorClock DependenciesOf(Update update, ClockBase usual) =>
        usual.IsEmpty ? update.Dependencies : update.Dependencies.Rebased(usual);

    /// <summary>Writes an update as a field of its message.</summary>
    /// <param name="update">The update.</param>
    /// <param name="dependencies">Its dependencies as they are written.</param>
    /// <param name="record">The message.</param>
    /// <param name="field">The field.</param>
    public void Write(Update update, VectorClock dependencies, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        var origin = names.PlaceOf(update.Dot.Origin);
        record.Write(Proto.Update.OriginFieldNumber, origin);
        record.Write(Proto.Update.SequenceFieldNumber, update.Dot.Sequence == Next(origin) ? 0 : update.Dot.Sequence);
        WriteDependencies(update.Dot, dependencies, record, origin);
        record.WriteFixed64(Proto.Update.TimestampFieldNumber, update.Timestamp.Ticks);
        foreach (var mutation in update.Mutations)
            MutationRecord.Write(record, Proto.Update.MutationsFieldNumber, mutation);
        if (!ReferenceEquals(dependencies.Base, usual))
            record.Write(Proto.Update.BaseFieldNumber, names.PlaceOf(dependencies.Base) + 1);
        record.End(start);
    }

    /// <summary>Reads an update of a message.</summary>
    /// <exception cref="FormatException">It refers to what its message does not name, or is incomplete.</exception>
    public Update Read(ReadOnlySpan<byte> bytes)
    {
        var (origin, sequence, place) = (0U, 0UL, 0UL);
        var timestamp = default(HybridTimestamp);
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
                case Proto.Update.BaseFieldNumber:
                    place = record.ReadVarint();
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        var name = new Dot(names.At(origin), sequence > 0 ? sequence : Next(origin) ?? 0);
        var counts = ReadCounts(name, origin, dependencies);
        var clockBase = place == 0 ? usual : names.BaseAt(place - 1);
        return new Update(name, names.Clock(clockBase, clockBase.IsEmpty ? counts : [.. counts]), timestamp, mutations.DrainToImmutable());
    }

    private void WriteDependencies(Dot dot, VectorClock dependencies, RecordWriter record, uint origin)
    {
        var before = _last[origin] ??= new ulong[names.Count];
        names.CopyCounts(dependencies, _counts);
        _counts[origin] = dot.Sequence - 1;
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

    private ulong[] ReadCounts(Dot dot, uint origin, ReadOnlySpan<byte> packed)
    {
        if (dot.Sequence == 0)
            throw new FormatException("An update has no sequence");
        var counts = (ulong[]?)_last[origin]?.Clone() ?? new ulong[names.Count];
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
