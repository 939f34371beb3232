using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// What a replica must hold by the writes that its clock covers, and by nothing else: of each key the writes that no
/// other of them knew. This is invariant A of docs/decisions/exact-clocks.md.
/// </summary>
public sealed class ContentModel
{
    private readonly Dictionary<Key, List<(KeyVersion Version, Update Update)>> _keys = [];

    /// <summary>
    /// What a replica must hold whose clock covers the given writes, which come in an order in which no write comes
    /// before one that it knew.
    /// </summary>
    public ContentModel(IEnumerable<Update> updates)
    {
        foreach (var update in updates)
            Add(update);
    }

    public IEnumerable<Key> Keys => _keys.Keys;

    /// <summary>The versions of a key that no other write knew, under the names that their writers gave them.</summary>
    public IReadOnlyList<KeyVersion> this[Key key] =>
        _keys.TryGetValue(key, out var held) ? [.. held.Select(one => one.Version)] : [];

    public void Add(Update update)
    {
        foreach (var mutation in update.Mutations)
        {
            if (!_keys.TryGetValue(mutation.Key, out var held))
                _keys[mutation.Key] = held = [];
            held.RemoveAll(other => update.Dependencies.Covers(other.Version.Identity));
            held.Add((update.VersionOf(mutation), update));
        }
    }
}
