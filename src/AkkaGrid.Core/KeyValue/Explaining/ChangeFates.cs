using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Tells what has become of a delivered update.</summary>
public static class ChangeFates
{
    /// <summary>The fate of each change of an update, by what is on disk.</summary>
    public static IEnumerable<(Mutation Change, ChangeFate Fate)> Of(Update update, IReplicaReader disk)
    {
        foreach (var change in update.Mutations)
        {
            var versions = disk.Read(change.Key);
            yield return (change, versions.Winner?.Dot == update.Dot ? ChangeFate.Winner
                : versions.Dots.Contains(update.Dot) ? ChangeFate.Sibling
                : versions.IsEmpty ? ChangeFate.Collected
                : ChangeFate.Superseded);
        }
    }
}
