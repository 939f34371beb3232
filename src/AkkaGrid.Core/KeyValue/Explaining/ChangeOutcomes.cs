using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Determines the outcome of each change of a delivered update.</summary>
public static class ChangeOutcomes
{
    /// <summary>The outcome of each change of an update, from the versions on disk.</summary>
    public static IEnumerable<(Mutation Change, ChangeOutcome Outcome)> Of(Update update, IReplicaReader disk)
    {
        foreach (var change in update.Mutations)
        {
            var versions = disk.Read(change.Key);
            yield return (change, versions.Winner?.Dot == update.Dot ? ChangeOutcome.Winner
                : versions.Dots.Contains(update.Dot) ? ChangeOutcome.Sibling
                : versions.IsEmpty ? ChangeOutcome.Collected
                : ChangeOutcome.Superseded);
        }
    }
}
