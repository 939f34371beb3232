using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Format;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Clocks as the records of versions and updates have them, in few bytes: the ordinal of the base, then for each entry
/// beyond the base the ordinal of the incarnation and the sequence.
/// </summary>
/// <param name="names">The names of the disk.</param>
internal sealed class CompactClock(DiskNames names)
{
    private const int MaxRecent = 16;
    private const int MaxOnStack = 64;

    // Records that follow each other name the same incarnations. A shared roster costs no memory for each, and makes
    // clocks comparable as flat arrays; a race only loses a place here.
    private ImmutableArray<KnownRoster> _recent = [];

    /// <summary>Writes a clock as a field; nothing where it is empty.</summary>
    public static void Write(VectorClock clock, RecordWriter record, int field, BatchNames names)
    {
        if (clock.IsEmpty)
            return;
        var start = record.Begin(field);
        record.Raw(names.OrdinalOf(clock.Base));
        var ordinals = names.OrdinalsOf(clock.Roster);
        var overlaps = clock.Roster.Overlaps(clock.Base);
        for (var i = 0; i < ordinals.Length; i++)
        {
            if (clock.Counts[i] <= (overlaps ? clock.Base[clock.Roster[i]] : 0))
                continue;
            record.Raw(ordinals[i]);
            record.Raw(clock.Counts[i]);
        }

        record.End(start);
    }

    /// <summary>Reads a clock.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public VectorClock Read(ReadOnlySpan<byte> bytes)
    {
        // An entry has two bytes at least.
        var room = bytes.Length / 2;
        var ordinals = room <= MaxOnStack ? stackalloc ulong[room] : new ulong[room];
        var counts = room <= MaxOnStack ? stackalloc ulong[room] : new ulong[room];
        var record = new RecordReader(bytes);
        var clockBase = names.BaseAt(record.ReadVarint());
        var count = 0;
        for (; !record.IsAtEnd; count++)
        {
            ordinals[count] = record.ReadVarint();
            counts[count] = record.ReadVarint();
        }

        return Of(clockBase, ordinals[..count], counts[..count]);
    }

    private VectorClock Of(ClockBase clockBase, ReadOnlySpan<ulong> ordinals, ReadOnlySpan<ulong> counts)
    {
        var recent = _recent;
        foreach (var known in recent)
        {
            if (ordinals.SequenceEqual(known.Ordinals))
                return VectorClock.Over(clockBase, known.Roster, counts.ToArray());
        }

        var dots = new Dot[ordinals.Length];
        for (var i = 0; i < dots.Length; i++)
            dots[i] = new Dot(names.At(ordinals[i]), counts[i]);
        var clock = VectorClock.Of(clockBase, dots);
        if (clock.Roster.Members.SequenceEqual(dots.Select(dot => dot.Origin)))
            _recent = [new KnownRoster(ordinals.ToArray(), clock.Roster), .. recent.Take(MaxRecent - 1)];
        return clock;
    }

    private sealed record KnownRoster(ulong[] Ordinals, Roster Roster);
}
