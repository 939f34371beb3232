using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Format;
using Google.Protobuf.Collections;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// The incarnations and the clock bases that one message names, so that its clocks and dots can refer to them by place.
/// </summary>
internal sealed class MessageNames
{
    private const int RememberedRosters = 16;

    // Messages of one peer list the same incarnations again and again. Sharing their roster makes their clocks
    // comparable as flat arrays; a race only loses a place in the memory.
    private static ImmutableArray<Roster> _recent = [];

    private readonly Roster _roster;
    private readonly ImmutableArray<ClockBase> _bases;

    private MessageNames(Roster roster, ImmutableArray<ClockBase> bases)
    {
        _roster = roster;
        _bases = bases;
    }

    /// <summary>How many incarnations there are.</summary>
    public int Count => _roster.Count;

    /// <summary>The names of a message to be sent.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="clocks">The clocks of the message.</param>
    /// <param name="others">The incarnations that it names besides.</param>
    public static MessageNames Of(
        Incarnation from, IEnumerable<VectorClock> clocks, params IEnumerable<Incarnation> others)
    {
        var roster = Roster.Empty;
        var bases = ImmutableArray<ClockBase>.Empty;
        foreach (var clock in clocks)
        {
            roster = roster.Union(clock.Roster);
            if (!clock.Base.IsEmpty && !bases.Contains(clock.Base))
                bases = bases.Add(clock.Base);
        }

        return new(others.Aggregate(roster.With(from), (all, one) => all.With(one)), bases);
    }

    /// <summary>The names of a message that has arrived.</summary>
    /// <param name="incarnations">The incarnations that it lists.</param>
    /// <param name="bases">The names of the bases that it lists.</param>
    /// <param name="known">The bases that are known here.</param>
    /// <exception cref="UnknownBasesException">A base is not known here.</exception>
    /// <exception cref="FormatException">The incarnations are not distinct and in ascending order.</exception>
    public static MessageNames Read(
        RepeatedField<Proto.Incarnation> incarnations, IReadOnlyCollection<ulong> bases, ClockBases known) =>
        new(Read(incarnations), bases.Count == 0 ? [] : Find(bases, known));

    /// <summary>Writes the incarnations into their message.</summary>
    public void Write(RepeatedField<Proto.Incarnation> listed) => listed.AddRange(
        _roster.Members.Select(member =>
            new Proto.Incarnation { Replica = member.Replica.Value, Nonce = member.Nonce }));

    /// <summary>Writes the incarnations and the names of the bases into their message.</summary>
    public void Write(RepeatedField<Proto.Incarnation> listed, RepeatedField<ulong> bases)
    {
        Write(listed);
        bases.AddRange(_bases.Select(clockBase => clockBase.Name));
    }

    /// <summary>Writes the incarnations as fields of their message.</summary>
    public void WriteIncarnations(RecordWriter record, int field)
    {
        foreach (var member in _roster.Members)
        {
            var start = record.Begin(field);
            record.Write(Proto.Incarnation.ReplicaFieldNumber, member.Replica.Value);
            record.WriteFixed64(Proto.Incarnation.NonceFieldNumber, member.Nonce);
            record.End(start);
        }
    }

    /// <summary>Writes the names of the bases as a field of their message.</summary>
    public void WriteBases(RecordWriter record, int field)
    {
        if (_bases.IsEmpty)
            return;
        var start = record.Begin(field);
        foreach (var clockBase in _bases)
            record.RawFixed64(clockBase.Name);
        record.End(start);
    }

    /// <summary>The place of an incarnation.</summary>
    public uint PlaceOf(Incarnation incarnation) => (uint)_roster.IndexOf(incarnation);

    /// <summary>The place of a base, from 1; 0 for the one without entries.</summary>
    public uint PlaceOf(ClockBase clockBase) => clockBase.IsEmpty ? 0 : (uint)(_bases.IndexOf(clockBase) + 1);

    /// <summary>The incarnation at a place.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public Incarnation At(uint place) => place < _roster.Count
        ? _roster[(int)place]
        : throw new FormatException($"A message refers to incarnation {place} of {_roster.Count}");

    /// <summary>The base at a place.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public ClockBase BaseAt(ulong place) => place == 0
        ? ClockBase.Empty
        : place <= (ulong)_bases.Length
            ? _bases[(int)place - 1]
            : throw new FormatException($"A message refers to clock base {place} of {_bases.Length}");

    public Format.Proto.SentDot Write(Dot dot) => new() { Origin = PlaceOf(dot.Origin), Sequence = dot.Sequence };

    public Dot Read(Format.Proto.SentDot? dot) => dot?.Sequence > 0
        ? new(At(dot.Origin), dot.Sequence)
        : throw new FormatException("A dot has no sequence");

    /// <summary>A clock of the message.</summary>
    public VectorClock Clock(ClockBase clockBase, ulong[] counts) => VectorClock.Over(clockBase, _roster, counts);

    /// <summary>Writes the counts of a clock's head over those of another, in the order of the incarnations.</summary>
    public void CopyCounts(VectorClock clock, ulong[] counts)
    {
        if (ReferenceEquals(clock.Roster, _roster))
        {
            clock.Counts.CopyTo(counts);
            return;
        }

        Array.Clear(counts);
        for (var i = 0; i < clock.Counts.Length; i++)
            counts[PlaceOf(clock.Roster[i])] = clock.Counts[i];
    }

    private static Roster Read(RepeatedField<Proto.Incarnation> listed)
    {
        foreach (var known in _recent)
        {
            if (IsSame(known, listed))
                return known;
        }

        var roster = Roster.Of(listed.Select(entry => ReplicaId.TryCreate(entry.Replica, out var replica)
            ? new Incarnation(replica, entry.Nonce)
            : throw new FormatException("A message names a replica by an impossible name")));
        if (!IsSame(roster, listed))
            throw new FormatException("A message lists its incarnations out of order");
        _recent = [roster, .. _recent.Take(RememberedRosters - 1)];
        return roster;
    }

    private static ImmutableArray<ClockBase> Find(IReadOnlyCollection<ulong> bases, ClockBases known)
    {
        var unknown = bases.Where(name => !known.TryFind(name, out _)).ToImmutableArray();
        return unknown.IsEmpty
            ? [.. bases.Select(name => known.TryFind(name, out var found) ? found : ClockBase.Empty)]
            : throw new UnknownBasesException(unknown);
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
