using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Determines from the announcements of the members which updates are stable: every member has them, and everything
/// that a member may still send was written knowing them.
/// </summary>
/// <remarks>
/// C. Baquero, P. Almeida, A. Shoker, "Making operation-based CRDTs operation-based" (2014), on causal stability; the
/// announcements are rows of the matrix clock of G. Wuu and A. Bernstein, "Efficient solutions to the replicated log
/// and dictionary problems" (1984).
/// </remarks>
/// <param name="durable">This replica's clock on disk.</param>
/// <param name="horizon">This replica's horizon, on disk.</param>
/// <param name="peers">The other members.</param>
internal sealed class CausalStability(VectorClock durable, VectorClock horizon, PeerTable peers)
{
    /// <summary>
    /// The clock of the stable updates, as far as this replica knows; empty until each member has made an announcement
    /// that counts.
    /// </summary>
    public VectorClock Stable => peers.Active.All(peer => peer.Counted is not null)
        ? peers.Active.Aggregate(durable, (stable, peer) => stable.Meet(peer.Counted!.Clock))
        : VectorClock.Empty;

    /// <summary>
    /// A clock that the announced horizons of all members cover: a tombstone below it can be collected.
    /// </summary>
    public VectorClock Agreed => peers.Active.All(peer => peer.Latest is not null)
        ? peers.Active.Aggregate(horizon, (agreed, peer) => agreed.Meet(peer.Latest!.View.Horizon))
        : VectorClock.Empty;

    /// <summary>The member that delays stability most; null where none does.</summary>
    public ReplicaId? BlockedBy => peers.Active
        .Select(peer => (peer.Name, Lag: durable.CountBeyond(peer.Counted?.Clock ?? VectorClock.Empty)))
        .Where(peer => peer.Lag > 0)
        .OrderByDescending(peer => peer.Lag)
        .Select(peer => (ReplicaId?)peer.Name)
        .FirstOrDefault();
}
