using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Finds which updates of a causal context are missing here, which members may have them, and which are lost.
/// </summary>
/// <param name="self">This replica.</param>
/// <param name="durable">The replica's clock on disk.</param>
/// <param name="bases">The clock bases that this replica knows.</param>
/// <param name="compression">Requests the bases that it does not know.</param>
/// <param name="set">The replica set.</param>
/// <param name="peers">The other members.</param>
/// <param name="stash">The updates that wait here for their causes: they may still be delivered.</param>
internal sealed class ContextLookup(
    Incarnation self,
    VectorClock durable,
    ClockBases bases,
    ClockCompression compression,
    ReplicaSet set,
    PeerTable peers,
    CausalStash<Update> stash)
{
    /// <summary>Finds the missing updates of a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="since">
    /// The tick at which the wait began. Only an announcement made after it shows what a member lacks: one that names a
    /// later announcement of this replica, because an older one may arrive late.
    /// </param>
    /// <param name="isSetKnown">Whether at least as many names have been members as seeds are configured.</param>
    public MissingContext Find(CausalContext context, long since, bool isSetKnown)
    {
        ImmutableArray<MissingUpdate> missing =
        [
            .. context.Missing(durable, bases)
                .Select(entry => new MissingUpdate(entry.Key, entry.Value, Find(entry.Key))),
            .. context.Bases.Where(name => !bases.TryFind(name, out _))
                .Select(name => new MissingUpdate(name, 0, null)),
        ];
        ImmutableArray<ReplicaId> away =
            [.. peers.Active.Where(peer => !peer.IsReachable || !HasAnswered(peer, since)).Select(peer => peer.Name)];
        return new MissingContext(
            missing, isSetKnown && away.IsEmpty ? [.. missing.Where(update => IsLost(update, since))] : [], away);
    }

    private bool HasAnswered(Peer peer, long since) =>
        peer.Latest is { } latest && latest.View.Heard[self] > (ulong)since;

    private bool IsLost(MissingUpdate update, long since) => update.Sequence == 0
        ? peers.Active.All(peer => compression.IsUnknownTo(peer.Incarnation, update.Nonce, since))
        : stash.MissingCauses.All(waiting => waiting.Waiting.Origin.Nonce != update.Nonce)
            && !peers.Active.Any(peer => Has(peer, update));

    private bool Has(Peer peer, MissingUpdate update) =>
        CausalContext.OfSequences([KeyValuePair.Create(update.Nonce, update.Sequence)]).IsCoveredBy(peer.Known, bases);

    private Incarnation? Find(ulong nonce)
    {
        foreach (var incarnation in durable.Roster.Members.Concat(set.Newest.Values))
        {
            if (incarnation.Nonce == nonce)
                return incarnation;
        }

        return durable.Base.TryGet(nonce, out var entry) ? entry.Origin : null;
    }
}
