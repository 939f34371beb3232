using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>
/// Finds out at the first contact whether this replica's history and a peer's are one. They are not where this replica
/// has lost its disk, or gone back on it, or was retired: then the set may have forgotten what this replica never knew.
/// </summary>
/// <remarks>
/// What any member has collected, every member had found to be on every member's disk. So a start that had less than one
/// member finds stable when it first wrote was not the member that others had counted on; and what it wrote may be
/// concurrent to a tombstone that some hold no more.
/// </remarks>
/// <param name="self">This replica.</param>
internal sealed class Vetting(Incarnation self)
{
    /// <summary>Whether a peer counts this start, and has said all that it takes to judge.</summary>
    public bool CanJudge(Peer peer) => peer.Latest?.Outlook.Set.IsCurrent(self) == true && peer.AreFoldsKnown;

    /// <summary>Whether this replica must take the peer's state in place of its own.</summary>
    /// <param name="peer">A peer that can be judged.</param>
    /// <param name="delivered">What this replica has delivered.</param>
    /// <param name="atFirst">What it had delivered before it first wrote; the same where it has not written.</param>
    /// <param name="stable">What this replica has found every member to have.</param>
    /// <param name="set">The replica set.</param>
    public bool MustYieldTo(Peer peer, Coverage delivered, Coverage atFirst, VectorClock stable, ReplicaSet set)
    {
        var word = peer.Latest!;
        var isTaken = word.Clock[self] > 0;
        if ((isTaken || atFirst.Covers(word.Outlook.Stable)) && KnowsEnds(delivered, peer.Folds))
            return false;
        var theirs = new Coverage(word.Clock, peer.Folds);
        return (theirs.Covers(stable) && KnowsEnds(theirs, delivered.Folds)) || IsElder(set, peer.Incarnation);
    }

    /// <summary>Whether the ends that one side knows of are those that the other has come to.</summary>
    private static bool KnowsEnds(Coverage delivered, Folds folds) => ReferenceEquals(delivered.Folds, folds)
        || folds.All.All(fold => !fold.IsAgreed || fold.Final == EndOf(delivered, fold.Incarnation));

    private static ulong EndOf(Coverage delivered, Incarnation incarnation) =>
        delivered.Folds.TryGet(incarnation.Nonce, out var fold) && fold.IsAgreed ? fold.Final : delivered.Clock[incarnation];

    /// <summary>Two histories of which neither has all of the other's: the longer-lived one stays, as both sides agree.</summary>
    private bool IsElder(ReplicaSet set, Incarnation peer) =>
        set.Find(peer.Replica) is { } theirs && set.Find(self.Replica) is { } ours && theirs.Started.CompareTo(ours.Started) < 0;
}
