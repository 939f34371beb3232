using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Says of a causal context what is missing here, who may have it, and whether it is lost.</summary>
internal static class ContextLookup
{
    /// <summary>Looks for what is missing of a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="since">Only announcements after this tick tell what a member does not have.</param>
    /// <param name="durable">What is on disk here.</param>
    /// <param name="bases">The bases that are known here.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="isSetKnown">Whether all configured replicas have been members.</param>
    public static MissingContext Find(
        CausalContext context, long since, VectorClock durable, ClockBases bases, PeerTable peers, bool isSetKnown)
    {
        ImmutableArray<KeyValuePair<ulong, ulong>> missing = [.. context.Missing(durable, bases)];
        ImmutableArray<ulong> unknown = [.. context.Bases.Where(name => !bases.TryFind(name, out _))];
        ImmutableArray<ReplicaId> away = [.. peers.Active.Where(peer => !peer.IsReachable || peer.Latest is null || peer.LatestAt <= since).Select(peer => peer.Name)];
        var isLost = isSetKnown && away.IsEmpty && (!unknown.IsEmpty || missing.Any(entry => !peers.Active.Any(peer => HasIt(peer, entry))));
        return new MissingContext(missing, unknown, away, isLost);

        bool HasIt(Peer peer, KeyValuePair<ulong, ulong> entry) =>
            CausalContext.OfSequences([entry]).IsCoveredBy(peer.Known, bases);
    }
}
