using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Telemetry;

/// <summary>
/// The keys that hold versions beside the winner, of those that were written here while this process ran: to know of
/// the others, all that is on disk would have to be read.
/// </summary>
internal sealed class SiblingKeys
{
    /// <summary>No more are remembered than this.</summary>
    internal const int MaxKeys = 10_000;

    private readonly HashSet<Key> _keys = [];

    /// <summary>How many there are.</summary>
    public int Count => _keys.Count;

    /// <summary>A turn is on disk.</summary>
    /// <returns>How many keys it has left with siblings.</returns>
    public int Take(Turn turn)
    {
        // Which of them a snapshot has settled is not known.
        if (turn.Installs is not null)
            _keys.Clear();
        if (turn.Changes is not { } changes)
            return 0;
        var left = 0;
        foreach (var (key, versions) in changes.Versions)
        {
            if (versions.Versions.Length > 1)
            {
                left++;
                if (_keys.Count < MaxKeys)
                    _keys.Add(key);
            }
            else if (_keys.Count > 0)
            {
                _keys.Remove(key);
            }
        }

        return left;
    }
}
