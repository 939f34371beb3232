using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Format;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Writes the updates of one message, or reads them, in order. Sequence and causes travel as what has changed since
/// the update of the same origin before; where nothing has, both updates share one clock.
/// </summary>
/// <remarks>M. Singhal, A. Kshemkalyani, "An efficient implementation of vector clocks" (1992).</remarks>
/// <param name="names">What the message names.</param>
/// <param name="usual">The base of the message's clock, which most dependencies are written with.</param>
internal sealed class UpdateCodec(MessageNames names, ClockBase usual)
{
    // The counts of the update before, by the place of its origin, and the clock that was read with them.
    private readonly ulong[]?[] _last = new ulong[names.Count][];
    private readonly VectorClock?[] _clocks = new VectorClock[names.Count];
    private readonly ulong[] _counts = new ulong[names.Count];

    /// <summary>
    /// The causes of an update as they are written: with the usual base where its writer had delivered that, otherwise
    /// with their own. With another base they would name updates that the writer never knew.
    /// </summary>
    public static VectorClock CausesOf(Update update, ClockBase usual) =>
        usual.IsEmpty || ReferenceEquals(usual, update.Causes.Base)
            ? update.Causes
            : update.Dependencies.Rebased(usual);

    /// <summary>Writes an update as a field of its message.</summary>
    /// <param name="update">The update.</param>
    /// <param name="causes">Its causes as they are written.</param>
    /// <param name="record">The message.</param>
    /// <param name="field">The field.</param>
    public void Write(Update update, VectorClock causes, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        var origin = names.PlaceOf(update.Dot.Origin);
        record.Write(Format.Proto.SentUpdate.OriginFieldNumber, origin);
        record.Write(
            Format.Proto.SentUpdate.SequenceFieldNumber, update.Dot.Sequence == Next(origin) ? 0 : update.Dot.Sequence);
        WriteCauses(update.Dot, causes, record, origin);
        record.WriteFixed64(Format.Proto.SentUpdate.TimestampFieldNumber, update.Timestamp.Ticks);
        foreach (var mutation in update.Mutations)
            MutationRecord.Write(record, Format.Proto.SentUpdate.MutationsFieldNumber, mutation);
        if (!ReferenceEquals(causes.Base, usual))
            record.Write(Format.Proto.SentUpdate.BaseFieldNumber, names.PlaceOf(causes.Base) + 1);
        record.End(start);
    }

    /// <summary>Reads an update of a message.</summary>
    /// <exception cref="FormatException">It refers to what its message does not name, or is incomplete.</exception>
    public Update Read(ReadOnlySpan<byte> bytes)
    {
        var (origin, sequence, place) = (0U, 0UL, 0UL);
        var timestamp = default(HybridTimestamp);
        ReadOnlySpan<byte> causes = [];
        var mutations = ImmutableArray.CreateBuilder<Mutation>(1);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Format.Proto.SentUpdate.OriginFieldNumber:
                    origin = (uint)record.ReadVarint();
                    break;
                case Format.Proto.SentUpdate.SequenceFieldNumber:
                    sequence = record.ReadVarint();
                    break;
                case Format.Proto.SentUpdate.DependenciesFieldNumber:
                    causes = record.ReadBytes();
                    break;
                case Format.Proto.SentUpdate.TimestampFieldNumber:
                    timestamp = new HybridTimestamp(record.ReadFixed64());
                    break;
                case Format.Proto.SentUpdate.MutationsFieldNumber:
                    mutations.Add(MutationRecord.Read(record.ReadBytes()));
                    break;
                case Format.Proto.SentUpdate.BaseFieldNumber:
                    place = record.ReadVarint();
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        var name = new Dot(names.At(origin), sequence > 0 ? sequence : Next(origin) ?? 0);
        var clockBase = place == 0 ? usual : names.BaseAt(place - 1);
        return new Update(name, ReadCauses(name, origin, causes, clockBase), timestamp, mutations.DrainToImmutable());
    }

    private void WriteCauses(Dot dot, VectorClock causes, RecordWriter record, uint origin)
    {
        var before = _last[origin] ??= new ulong[names.Count];
        names.CopyCounts(causes, _counts);
        _counts[origin] = dot.Sequence - 1;
        var start = -1;
        for (var place = 0u; place < _counts.Length; place++)
        {
            if (place == origin || _counts[place] == before[place])
                continue;
            if (start < 0)
                start = record.Begin(Format.Proto.SentUpdate.DependenciesFieldNumber);
            record.Raw(place);
            record.Raw(unchecked(_counts[place] - before[place]));
        }

        if (start >= 0)
            record.End(start);
        _counts.CopyTo(before, 0);
    }

    private VectorClock ReadCauses(Dot dot, uint origin, ReadOnlySpan<byte> packed, ClockBase clockBase)
    {
        if (dot.Sequence == 0)
            throw new FormatException("An update has no sequence");
        var counts = _last[origin] ??= new ulong[names.Count];
        var record = new RecordReader(packed);
        while (!record.IsAtEnd)
        {
            var place = record.ReadVarint();
            if (place >= (ulong)counts.Length || record.IsAtEnd)
                throw new FormatException(
                    $"An update depends on incarnation {place} of {counts.Length}, or on half a dot");
            counts[place] = unchecked(counts[place] + record.ReadVarint());
        }

        counts[origin] = dot.Sequence - 1;
        if (packed.IsEmpty && _clocks[origin] is { } before && ReferenceEquals(before.Base, clockBase))
            return before;

        ulong[] others = [.. counts];
        others[origin] = 0;
        return _clocks[origin] = names.Clock(clockBase, others);
    }

    /// <summary>
    /// The sequence that follows that of the update of the same origin before; null where there was none.
    /// </summary>
    private ulong? Next(uint origin) => _last[origin] is { } before ? before[origin] + 2 : null;
}
