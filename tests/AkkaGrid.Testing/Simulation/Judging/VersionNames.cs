using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>The names that versions have been reissued under, by identity and key.</summary>
public sealed class VersionNames
{
    private readonly Dictionary<(Dot Identity, Key Key), List<KeyVersion>> _reissued = [];
    private readonly Dictionary<Dot, (Dot Identity, Key Key)> _named = [];
    private readonly Dictionary<Key, HashSet<Dot>> _retimed = [];

    /// <summary>How many reissued versions there are.</summary>
    public int Count => _named.Count;

    /// <summary>The identities that were reissued with a new timestamp, by key.</summary>
    public IReadOnlyDictionary<Key, HashSet<Dot>> Retimed => _retimed;

    /// <summary>What a name belongs to; null for one that no merge has given.</summary>
    public (Dot Identity, Key Key)? Find(Dot name) => _named.TryGetValue(name, out var owner) ? owner : null;

    /// <summary>Notes a reissued version.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">The version under its new name.</param>
    /// <param name="original">The timestamp of the original.</param>
    /// <returns>Whether the name is new.</returns>
    public bool TryAdd(Key key, KeyVersion version, HybridTimestamp original)
    {
        if (!_named.TryAdd(version.Dot, (version.Identity, key)))
            return false;
        if (!_reissued.TryGetValue((version.Identity, key), out var names))
            _reissued[(version.Identity, key)] = names = [];
        names.Add(version);
        if (version.Timestamp != original)
        {
            if (!_retimed.TryGetValue(key, out var identities))
                _retimed[key] = identities = [];
            identities.Add(version.Identity);
        }

        return true;
    }

    /// <summary>
    /// The greatest name of a version that a clock covers: the one under which every replica with that clock must hold
    /// it.
    /// </summary>
    public KeyVersion Greatest(Key key, KeyVersion original, VectorClock clock)
    {
        if (!_reissued.TryGetValue((original.Identity, key), out var names))
            return original;
        var greatest = original;
        foreach (var name in names)
        {
            if (clock.Covers(name.Dot) && name.CompareTo(greatest) > 0)
                greatest = name;
        }

        return greatest;
    }
}
