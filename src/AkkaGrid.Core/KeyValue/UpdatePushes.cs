using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Pushes the updates of a replica's own to the peers that can be reached and keep up; the others pull.</summary>
internal static class UpdatePushes
{
    /// <summary>The messages of a turn.</summary>
    /// <param name="log">What the turn delivers.</param>
    /// <param name="self">The replica.</param>
    /// <param name="clock">Its clock after the turn.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="isAwaited">Whether writes wait for the peers' clocks.</param>
    /// <param name="options">How large messages are, and how far a peer may be behind.</param>
    public static IEnumerable<ReplicaEffect> Of(
        IReadOnlyList<Update> log, Incarnation self, VectorClock clock, PeerTable peers, bool isAwaited, ReplicaOptions options)
    {
        var own = log.Where(update => update.Dot.Origin == self).ToList();
        if (own.Count == 0)
            yield break;
        var last = own[^1].Dot.Sequence;
        var batches = UpdateBatches.Split(own, options).ToList();
        foreach (var peer in peers.Reachable)
        {
            var ahead = last - Math.Min(last, peer.Known[self]);
            if (ahead > options.PushWindow)
                continue;
            var wantsClock = isAwaited || peer.IsClockDue(last, ahead, options.PushWindow / 4);
            for (var i = 0; i < batches.Count; i++)
                yield return new Send(peer.Name, new UpdateBatch(self, clock, batches[i], wantsClock && i == batches.Count - 1));
        }
    }
}
