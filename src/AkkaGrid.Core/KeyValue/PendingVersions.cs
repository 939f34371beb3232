namespace AkkaGrid.Core.KeyValue;

/// <summary>The versions that are on their way to disk, so that the next update of a key builds on them.</summary>
internal sealed class PendingVersions
{
    private readonly Dictionary<Key, (VersionSet Versions, long Turn)> _pending = [];

    /// <summary>The versions of a key, where a turn that is not committed yet changed it.</summary>
    public VersionSet? Find(Key key) => _pending.TryGetValue(key, out var entry) ? entry.Versions : null;

    /// <summary>Notes what a turn made of a key.</summary>
    public void Set(Key key, VersionSet versions, long turn) => _pending[key] = (versions, turn);

    /// <summary>Forgets what a committed turn wrote, unless a later one changed it again.</summary>
    public void Committed(IEnumerable<Key> keys, long turn)
    {
        foreach (var key in keys)
        {
            if (_pending.TryGetValue(key, out var entry) && entry.Turn == turn)
                _pending.Remove(key);
        }
    }
}
