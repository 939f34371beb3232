using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Format;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes clocks into a message, and reads them.</summary>
internal static class ClockCodec
{
    public static Proto.Clock Encode(VectorClock clock, MessageNames names)
    {
        var record = new Proto.Clock { Base = names.PlaceOf(clock.Base) };
        record.Counts.AddRange(CountsOf(clock, names));
        return record;
    }

    /// <summary>Reads a clock; one that is absent is empty.</summary>
    /// <exception cref="FormatException">It refers to what the message does not name.</exception>
    public static VectorClock Decode(Proto.Clock? record, MessageNames names)
    {
        if (record is null)
            return VectorClock.Empty;
        var counts = new ulong[names.Count];
        if (record.Counts.Count > counts.Length)
            throw new FormatException($"A clock counts {record.Counts.Count} incarnations of {counts.Length}");
        record.Counts.CopyTo(counts, 0);
        return names.Clock(names.BaseAt(record.Base), counts);
    }

    /// <summary>Writes a clock as a field of its message.</summary>
    public static void Write(VectorClock clock, MessageNames names, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        var counts = CountsOf(clock, names);
        if (counts.Count > 0)
        {
            var list = record.Begin(Proto.Clock.CountsFieldNumber);
            foreach (var count in counts)
                record.Raw(count);
            record.End(list);
        }

        record.Write(Proto.Clock.BaseFieldNumber, names.PlaceOf(clock.Base));
        record.End(start);
    }

    /// <summary>Reads a clock of the message.</summary>
    /// <exception cref="FormatException">It refers to what the message does not name.</exception>
    public static VectorClock Read(ReadOnlySpan<byte> bytes, MessageNames names)
    {
        var counts = new ulong[names.Count];
        var (read, place) = (0, 0UL);
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            switch (field)
            {
                case Proto.Clock.CountsFieldNumber:
                    for (var list = new RecordReader(record.ReadBytes()); !list.IsAtEnd;)
                    {
                        if (read == counts.Length)
                            throw new FormatException($"A clock counts more than {counts.Length} incarnations");
                        counts[read++] = list.ReadVarint();
                    }

                    break;
                case Proto.Clock.BaseFieldNumber:
                    place = record.ReadVarint();
                    break;
                default:
                    record.Skip();
                    break;
            }
        }

        return names.Clock(names.BaseAt(place), counts);
    }

    /// <summary>
    /// A clock as a list: the place of its base, then place and count of each incarnation that differs; nothing where
    /// it is empty.
    /// </summary>
    public static IEnumerable<ulong> List(VectorClock clock, MessageNames names)
    {
        if (clock.IsEmpty)
            yield break;
        yield return names.PlaceOf(clock.Base);
        foreach (var entry in clock.Head.Where(entry => entry.Sequence > clock.Base[entry.Origin]))
        {
            yield return names.PlaceOf(entry.Origin);
            yield return entry.Sequence;
        }
    }

    /// <summary>Reads a clock that is a list.</summary>
    /// <exception cref="FormatException">
    /// It refers to what the message does not name, or ends in the middle.
    /// </exception>
    public static VectorClock OfList(IReadOnlyList<ulong> list, MessageNames names)
    {
        if (list.Count == 0)
            return VectorClock.Empty;
        if (list.Count % 2 == 0)
            throw new FormatException("A clock ends with half an entry");
        var counts = new ulong[names.Count];
        for (var i = 1; i < list.Count; i += 2)
        {
            if (list[i] >= (ulong)counts.Length)
                throw new FormatException($"A clock counts incarnation {list[i]} of {counts.Length}");
            counts[list[i]] = list[i + 1];
        }

        return names.Clock(names.BaseAt(list[0]), counts);
    }

    /// <summary>The counts of the head, without zeros at the end.</summary>
    private static ArraySegment<ulong> CountsOf(VectorClock clock, MessageNames names)
    {
        var counts = new ulong[names.Count];
        names.CopyCounts(clock, counts);
        var length = counts.Length;
        while (length > 0 && counts[length - 1] == 0)
            length--;
        return new ArraySegment<ulong>(counts, 0, length);
    }
}
