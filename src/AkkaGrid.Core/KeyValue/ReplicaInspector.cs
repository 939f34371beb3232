using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Admission;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Says how a replica stands and why, by what is on its disk and what waits there. It changes nothing.
/// </summary>
/// <param name="self">The replica.</param>
/// <param name="options">How many replicas are configured.</param>
/// <param name="bases">The clock bases that are known here.</param>
/// <param name="compression">Asks for those that are not.</param>
/// <param name="delivery">What is delivered, and what waits for its causes.</param>
/// <param name="catchUp">What the others were asked for.</param>
/// <param name="membership">The replica set.</param>
/// <param name="peers">The other members.</param>
/// <param name="admission">Whether the replica takes writes.</param>
internal sealed class ReplicaInspector(
    Incarnation self,
    ReplicaOptions options,
    ClockBases bases,
    ClockCompression compression,
    Delivery delivery,
    CatchUp catchUp,
    OwnMembership membership,
    PeerTable peers,
    AdmissionCheck admission)
{
    /// <summary>
    /// Whether as many names have been members as seeds are configured; before, some may be unheard of.
    /// </summary>
    public bool IsSetKnown => membership.Set.Count >= options.ExpectedReplicas;

    /// <summary>See <see cref="Replica.HasCaughtUp"/>.</summary>
    /// <param name="durable">What is on disk.</param>
    /// <param name="majority">How many replicas are a majority, this one included.</param>
    public bool HasCaughtUp(VectorClock durable, int majority)
    {
        var reachable = peers.Reachable.ToList();
        return reachable.Count >= majority - 1 && reachable.All(peer => durable.Covers(peer.Known));
    }

    /// <summary>How the replica stands.</summary>
    /// <param name="durable">What is on disk.</param>
    /// <param name="reissued">How many dots merges of this start have taken.</param>
    public ReplicaStatus Status(ReplicaState durable, ulong reissued)
    {
        var stability = new CausalStability(durable.Clock, durable.Horizon, peers);
        return new ReplicaStatus(
            self,
            durable.Clock,
            delivery.Stash.Count,
            delivery.Stash.Bytes,
            [.. peers.Active.Select(peer =>
                new PeerStatus(peer.Incarnation, peer.IsReachable, peer.Lag(durable.Clock)))],
            stability.Stable,
            stability.BlockedBy,
            membership.Set.Newest)
        {
            Behind = Behind(durable.Clock),
            Stashed = delivery.Stash.Waited,
            Duplicates = delivery.Stash.Duplicates,
            Undeliverable = delivery.Undeliverable,
            Reissued = reissued,
            IsAdmitted = admission.IsAdmitted,
        };
    }

    /// <summary>
    /// How many updates this replica lacks, of those that wait here, that these depend on, or that a peer has
    /// announced.
    /// </summary>
    private ulong Behind(VectorClock durable) => peers.Active
        .Aggregate(delivery.Stash.Known, (known, peer) => known.Join(peer.Known))
        .CountBeyond(durable);

    /// <summary>Explains where an update is.</summary>
    public Explanation Explain(Dot dot, VectorClock durable, long tick) =>
        Explainer.Explain(dot, durable, delivery.Stash, peers, IsSetKnown, catchUp.LastPull(tick));

    /// <summary>Says what is missing of a causal context: see <see cref="Replica.Missing"/>.</summary>
    public MissingContext Missing(CausalContext context, VectorClock durable, long since) =>
        new ContextLookup(self, durable, bases, compression, membership.Set, peers, delivery.Stash)
            .Find(context, since, IsSetKnown);
}
