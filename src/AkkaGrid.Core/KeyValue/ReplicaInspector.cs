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
/// Reports the status of a replica and explains it, from the durable state and the stash. It changes nothing.
/// </summary>
/// <param name="self">The replica.</param>
/// <param name="options">How many replicas are configured.</param>
/// <param name="bases">The clock bases that this replica knows.</param>
/// <param name="compression">Requests the bases that it does not know.</param>
/// <param name="delivery">The delivered and the stashed updates.</param>
/// <param name="catchUp">The requests to other members.</param>
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
    /// Whether at least as many names have been members as seeds are configured; before that, members may exist that
    /// this replica does not know.
    /// </summary>
    public bool IsSetKnown => membership.Set.Count >= options.ExpectedReplicas;

    /// <summary>See <see cref="Replica.HasCaughtUp"/>.</summary>
    /// <param name="durable">The clock on disk.</param>
    /// <param name="majority">How many replicas are a majority, this one included.</param>
    public bool HasCaughtUp(VectorClock durable, int majority)
    {
        var reachable = peers.Reachable.ToList();
        return reachable.Count >= majority - 1 && reachable.All(peer => durable.Covers(peer.Known));
    }

    /// <summary>The status of the replica.</summary>
    /// <param name="durable">The state on disk.</param>
    /// <param name="reissued">How many dots the merges of this start have used.</param>
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
    /// How many updates this replica lacks, of those that are stashed, that these depend on, or that a peer has
    /// announced.
    /// </summary>
    private ulong Behind(VectorClock durable) => peers.Active
        .Aggregate(delivery.Stash.Known, (known, peer) => known.Join(peer.Known))
        .CountBeyond(durable);

    /// <summary>Explains whether and why an update is visible here.</summary>
    public Explanation Explain(Dot dot, VectorClock durable, long tick) =>
        Explainer.Explain(dot, durable, delivery.Stash, peers, IsSetKnown, catchUp.LastPull(tick));

    /// <summary>Finds the missing updates of a causal context: see <see cref="Replica.Missing"/>.</summary>
    public MissingContext Missing(CausalContext context, VectorClock durable, long since) =>
        new ContextLookup(self, durable, bases, compression, membership.Set, peers, delivery.Stash)
            .Find(context, since, IsSetKnown);
}
