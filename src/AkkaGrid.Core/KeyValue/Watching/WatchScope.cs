using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>What a watcher can be told of at a replica: what is delivered, by incarnation.</summary>
/// <param name="Clock">The incarnations that the clock counts.</param>
/// <param name="Folded">The last update of each incarnation that is folded.</param>
internal sealed record WatchScope(VectorClock Clock, IReadOnlyList<Dot> Folded)
{
    /// <summary>The last update of every incarnation. One that is folded stays in the clock until all members know.</summary>
    public IEnumerable<Dot> Ends => Folded.Concat(Clock.Entries).DistinctBy(end => end.Origin);

    public static WatchScope Of(ReplicaState state) => new(
        state.Clock,
        [.. state.Folds.All.Where(fold => fold.Final > 0).Select(fold => new Dot(fold.Incarnation, fold.Final))]);
}
