using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>What a replica makes of the replica set, as it is on its disk.</summary>
/// <param name="Set">Whom it counts.</param>
/// <param name="IsSettled">Whether it tells all that it has; otherwise it keeps back what it has written itself.</param>
/// <param name="Stable">What it has found every member to have.</param>
/// <param name="FoldsDigest">Tells its agreed folds from others.</param>
/// <param name="Withheld">
/// Incarnations of which it has updates that it has not delivered: it may still get further with them.
/// </param>
public sealed record Outlook(
    ReplicaSet Set, bool IsSettled, VectorClock Stable, ulong FoldsDigest, ImmutableArray<Incarnation> Withheld)
{
    /// <summary>Tells the folds that it knows every member to have agreed on from others.</summary>
    public ulong UnderstoodDigest { get; init; }

    /// <summary>What it has left of an earlier history and is yet to bring back: of each origin up to which update.</summary>
    public VectorClock Left { get; init; } = VectorClock.Empty;
}
