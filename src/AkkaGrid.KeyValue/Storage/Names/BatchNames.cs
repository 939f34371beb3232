using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage.Names;

/// <summary>
/// The names that the records of one batch refer to. Every record is written through it, so none can refer to a name
/// that is not on disk: the records of new names go into the same batch.
/// </summary>
/// <param name="names">The names of the disk.</param>
internal sealed class BatchNames(DiskNames names)
{
    private readonly HashSet<Name<Incarnation>> _incarnations = [];
    private readonly HashSet<Name<ClockBase>> _bases = [];
    private readonly List<KeyValuePair<byte[], byte[]>> _records = [];
    private ClockBase _lastStored = names.LastStored;
    private Name<Incarnation>? _recentIncarnation;
    private Name<ClockBase>? _recentBase;
    private (Roster Roster, ulong[] Ordinals) _recentRoster = names.RecentRoster;

    /// <summary>The records of the names that are not on disk yet, by their keys in the column family "meta".</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Records => _records;

    /// <summary>The random bits of an incarnation.</summary>
    public ulong NonceOf(Incarnation incarnation) => Note(incarnation).Bits;

    /// <summary>The name of a base.</summary>
    public ulong NameOf(ClockBase clockBase) => clockBase.IsEmpty ? clockBase.Name : Note(clockBase).Bits;

    /// <summary>The ordinal of a base.</summary>
    public ulong OrdinalOf(ClockBase clockBase) => clockBase.IsEmpty ? 0 : Note(clockBase).Ordinal;

    /// <summary>The ordinals of the incarnations of a roster, in its order.</summary>
    public ReadOnlySpan<ulong> OrdinalsOf(Roster roster)
    {
        if (!ReferenceEquals(roster, _recentRoster.Roster))
            _recentRoster = (roster, [.. roster.Members.Select(member => Note(member).Ordinal)]);
        return _recentRoster.Ordinals;
    }

    /// <summary>The batch is on disk.</summary>
    public void Written()
    {
        foreach (var incarnation in _incarnations)
            incarnation.IsOnDisk = true;
        foreach (var clockBase in _bases)
            clockBase.IsOnDisk = true;
        names.LastStored = _lastStored;
        names.RecentRoster = _recentRoster;
    }

    private Name<Incarnation> Note(Incarnation incarnation)
    {
        if (_recentIncarnation is { } recent && recent.Bits == incarnation.Nonce)
            return recent;
        var name = names.Incarnations.GetOrAdd(incarnation.Nonce, incarnation);
        if (!name.IsOnDisk && _incarnations.Add(name))
            _records.Add(NameRecords.Of(name));

        return _recentIncarnation = name;
    }

    private Name<ClockBase> Note(ClockBase clockBase)
    {
        if (_recentBase is { } recent && ReferenceEquals(recent.Value, clockBase))
            return recent;
        var name = names.StoredBases.GetOrAdd(clockBase.Name, names.Bases.Add(clockBase));
        if (!name.IsOnDisk && _bases.Add(name))
        {
            _records.Add(NameRecords.Of(name, _lastStored, this));
            _lastStored = name.Value;
        }

        return _recentBase = name;
    }
}
