using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Pushes a replica's own updates to the peers that can be reached and keep up; the others pull.</summary>
/// <param name="self">The replica.</param>
/// <param name="peers">The other members.</param>
/// <param name="options">The size of messages, and how far behind a peer may be.</param>
internal sealed class UpdatePushes(Incarnation self, PeerTable peers, ReplicaOptions options)
{
    private Dot _last = new(self, 0);
    private long _made;

    /// <summary>The messages of a turn.</summary>
    /// <param name="log">The updates that the turn delivers.</param>
    /// <param name="clock">The replica's clock after the turn.</param>
    /// <param name="isAwaited">Whether writes wait for the peers' clocks.</param>
    public IEnumerable<ReplicaEffect> Of(IReadOnlyList<Update> log, VectorClock clock, bool isAwaited)
    {
        var own = log.Where(update => update.Dot.Origin == self).ToList();
        if (own.Count == 0)
            yield break;
        var (last, made) = (_last, _made);
        _last = own[^1].Dot;
        _made += own.Sum(update => (long)update.Bytes);
        var batches = UpdateBatches.Split(own, options).ToList();
        foreach (var peer in peers.Reachable)
        {
            // Only updates made before this turn count: a peer that has all of them gets the turn, whatever its size.
            var unconfirmed = peer.Unconfirmed(last, made);
            if (unconfirmed > options.PushWindow)
                continue;
            var wantsClock = isAwaited || peer.IsClockDue(made, unconfirmed, options.PushWindow / 4);
            for (var i = 0; i < batches.Count; i++)
                yield return new Send(
                    peer.Name, new UpdateBatch(self, clock, batches[i], wantsClock && i == batches.Count - 1));
        }
    }
}
