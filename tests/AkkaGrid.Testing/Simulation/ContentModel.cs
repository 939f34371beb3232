using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What a replica must hold, by nothing but the updates that it has delivered, in whatever order.</summary>
public sealed class ContentModel
{
    private readonly Dictionary<Key, List<(KeyVersion Version, Mutation Mutation, KnownUpdate Update)>> _keys = [];

    public ContentModel(IEnumerable<KnownUpdate> updates)
    {
        foreach (var update in updates)
            Add(update);
    }

    public IEnumerable<Key> Keys => _keys.Keys;

    /// <summary>The versions of a key that no other update replaces.</summary>
    public VersionSet this[Key key] =>
        _keys.TryGetValue(key, out var versions) ? VersionSet.Of(versions.Select(held => held.Version)) : VersionSet.Empty;

    public void Add(KnownUpdate update)
    {
        foreach (var mutation in update.Update.Mutations)
        {
            if (!_keys.TryGetValue(mutation.Key, out var versions))
                _keys[mutation.Key] = versions = [];
            var version = update.VersionOf(mutation);
            versions.RemoveAll(held => update.Replaces(held.Update, held.Version.Value, mutation));
            if (!versions.Exists(held => held.Update.Replaces(update, version.Value, held.Mutation)))
                versions.Add((version, mutation, update));
        }
    }
}
