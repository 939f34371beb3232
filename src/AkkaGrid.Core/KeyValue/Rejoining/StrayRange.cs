using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>Updates of one origin that are in this replica's log and that the replica set does not have.</summary>
/// <param name="Origin">Who made them.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Folds">The incarnations that they need not name: those that were folded in the history that they come from.</param>
public sealed record StrayRange(Incarnation Origin, ulong First, ulong Last, Folds Folds)
{
    /// <summary>Whether an update is one of them.</summary>
    public bool Holds(Dot dot) => dot.Origin == Origin && dot.Sequence >= First && dot.Sequence <= Last;
}
