using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Storage;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>The incarnations that one message names, so that its clocks and dots can refer to them by place.</summary>
internal sealed class IncarnationTable
{
    private const int RememberedRosters = 16;

    // Messages of one peer list the same incarnations again and again. Sharing their roster makes their clocks comparable
    // as flat arrays; a race only loses a place in the memory.
    private static ImmutableArray<Roster> _recent = [];

    private readonly Roster _roster;

    private IncarnationTable(Roster roster) => _roster = roster;

    /// <summary>The table of a message to be sent.</summary>
    public static IncarnationTable Of(Incarnation from, IEnumerable<Roster> rosters, IEnumerable<Incarnation> others) =>
        new(others.Aggregate(rosters.Aggregate(Roster.Empty, (all, roster) => all.Union(roster)).With(from), (all, one) => all.With(one)));

    /// <summary>The table of a message that has arrived.</summary>
    /// <exception cref="FormatException">It is not one of distinct incarnations in ascending order.</exception>
    public static IncarnationTable Read(RepeatedField<Proto.Incarnation> listed)
    {
        foreach (var known in _recent)
        {
            if (IsSame(known, listed))
                return new IncarnationTable(known);
        }

        var roster = Roster.Of(listed.Select(entry => ReplicaId.TryCreate(entry.Replica, out var replica)
            ? new Incarnation(replica, entry.Nonce)
            : throw new FormatException("A message names a replica by an impossible name")));
        if (!IsSame(roster, listed))
            throw new FormatException("A message lists its incarnations out of order");
        _recent = [roster, .. _recent.Take(RememberedRosters - 1)];
        return new IncarnationTable(roster);
    }

    public void Write(RepeatedField<Proto.Incarnation> listed) => listed.AddRange(
        _roster.Members.Select(member => new Proto.Incarnation { Replica = member.Replica.Value, Nonce = member.Nonce }));

    /// <summary>Writes the incarnations as fields of their message.</summary>
    public void Write(RecordWriter record, int field)
    {
        foreach (var member in _roster.Members)
        {
            var start = record.Begin(field);
            record.Write(Proto.Incarnation.ReplicaFieldNumber, member.Replica.Value);
            record.WriteFixed64(Proto.Incarnation.NonceFieldNumber, member.Nonce);
            record.End(start);
        }
    }

    public int Count => _roster.Count;

    public uint PlaceOf(Incarnation incarnation) => (uint)_roster.IndexOf(incarnation);

    public Incarnation At(uint place) => place < _roster.Count
        ? _roster[(int)place]
        : throw new FormatException($"A message refers to incarnation {place} of {_roster.Count}");

    public Proto.Clock Write(VectorClock clock)
    {
        var record = new Proto.Clock();
        record.Counts.AddRange(CountsOf(clock));
        return record;
    }

    public VectorClock Read(Proto.Clock? clock)
    {
        var counts = new ulong[_roster.Count];
        if (clock?.Counts.Count > counts.Length)
            throw new FormatException($"A clock counts {clock.Counts.Count} incarnations of {counts.Length}");
        clock?.Counts.CopyTo(counts, 0);
        return Clock(counts);
    }

    /// <summary>Writes a clock as a field of its message.</summary>
    public void Write(VectorClock clock, RecordWriter record, int field)
    {
        var start = record.Begin(field);
        var counts = CountsOf(clock);
        if (counts.Length > 0)
        {
            var list = record.Begin(Proto.Clock.CountsFieldNumber);
            foreach (var count in counts)
                record.Raw(count);
            record.End(list);
        }

        record.End(start);
    }

    /// <summary>Reads a clock of the message.</summary>
    /// <exception cref="FormatException">It counts more incarnations than the message names.</exception>
    public VectorClock ReadClock(ReadOnlySpan<byte> bytes)
    {
        var counts = new ulong[_roster.Count];
        var read = 0;
        var record = new RecordReader(bytes);
        while (record.TryNext(out var field))
        {
            if (field != Proto.Clock.CountsFieldNumber)
            {
                record.Skip();
                continue;
            }

            for (var list = new RecordReader(record.ReadBytes()); !list.IsAtEnd;)
            {
                if (read == counts.Length)
                    throw new FormatException($"A clock counts more than {counts.Length} incarnations");
                counts[read++] = list.ReadVarint();
            }
        }

        return Clock(counts);
    }

    public Proto.Dot Write(Dot dot) => new() { Origin = PlaceOf(dot.Origin), Sequence = dot.Sequence };

    public Dot Read(Proto.Dot dot) => dot.Sequence > 0
        ? new(At(dot.Origin), dot.Sequence)
        : throw new FormatException("A dot has no sequence");

    public VectorClock Clock(ulong[] counts) => VectorClock.Over(_roster, counts);

    public ulong[] CountsOf(VectorClock clock)
    {
        var counts = new ulong[_roster.Count];
        CopyCounts(clock, counts);
        return counts;
    }

    /// <summary>Writes the counts of a clock over those of another, in the order of the table.</summary>
    public void CopyCounts(VectorClock clock, ulong[] counts)
    {
        if (ReferenceEquals(clock.Roster, _roster))
        {
            clock.Counts.CopyTo(counts);
            return;
        }

        Array.Clear(counts);
        foreach (var entry in clock.Entries)
            counts[PlaceOf(entry.Origin)] = entry.Sequence;
    }

    private static bool IsSame(Roster roster, RepeatedField<Proto.Incarnation> listed)
    {
        if (roster.Count != listed.Count)
            return false;
        for (var i = 0; i < listed.Count; i++)
        {
            if (roster[i].Nonce != listed[i].Nonce || roster[i].Replica.Value != listed[i].Replica)
                return false;
        }

        return true;
    }
}
