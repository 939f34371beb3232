using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Finds the tombstones that can be forgotten: every member of the replica set has them, and their key holds nothing else.
/// </summary>
internal sealed class TombstoneSweep(IReplicaStorage storage)
{
    private Coverage? _swept;

    /// <summary>The tombstones that have become stable since the last complete sweep, with their key.</summary>
    /// <param name="stable">What every member has, folded incarnations included.</param>
    /// <param name="limit">The most that are taken at once.</param>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Take(Coverage stable, int limit)
    {
        var areFoldsSwept = _swept is { } swept && ReferenceEquals(swept.Folds, stable.Folds);
        if (areFoldsSwept && _swept!.Value.Clock.Covers(stable.Clock))
            return [];
        var folded = areFoldsSwept ? [] : stable.Folds.All.Select(fold => fold.Incarnation);
        List<KeyValuePair<Dot, Key>> found =
        [
            .. stable.Clock.Roster.Members.Union(folded)
                .SelectMany(origin => storage.ReadTombstones(origin).TakeWhile(entry => stable.Covers(entry.Key)))
                .Take(limit),
        ];
        if (found.Count < limit)
            _swept = stable;
        return found;
    }

    /// <summary>Whether a key holds nothing but tombstones that every member has.</summary>
    public static bool IsCollectable(VersionSet versions, Coverage stable) =>
        !versions.IsEmpty && versions.Versions.All(version => version.Value is null && stable.Covers(version.Dot));
}
