using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What a replica must hold, by nothing but the updates that it has delivered, in whatever order.</summary>
public sealed class ContentModel
{
    private readonly Dictionary<Key, List<(KeyVersion Version, VectorClock Past)>> _keys = [];

    public ContentModel(IEnumerable<Update> updates)
    {
        foreach (var update in updates)
            Add(update);
    }

    public IEnumerable<Key> Keys => _keys.Keys;

    /// <summary>The versions of a key that no other update had delivered when it replaced them.</summary>
    public VersionSet this[Key key] =>
        _keys.TryGetValue(key, out var versions) ? VersionSet.Of(versions.Select(held => held.Version)) : VersionSet.Empty;

    public void Add(Update update)
    {
        foreach (var mutation in update.Mutations)
        {
            if (!_keys.TryGetValue(mutation.Key, out var versions))
                _keys[mutation.Key] = versions = [];
            versions.RemoveAll(held => update.Dependencies.Covers(held.Version.Dot));
            if (!versions.Exists(held => held.Past.Covers(update.Dot)))
                versions.Add((new KeyVersion(update.Dot, update.Timestamp, mutation.Value), update.Dependencies));
        }
    }
}
