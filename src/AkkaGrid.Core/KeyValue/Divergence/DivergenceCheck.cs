using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Divergence;

/// <summary>
/// Finds members that have delivered the same updates but hold other content. Only a fault, of the code or of a disk,
/// causes that, and without a repair it would last.
/// </summary>
/// <param name="patience">For how many ticks the difference must last before it counts.</param>
internal sealed class DivergenceCheck(int patience)
{
    private readonly Dictionary<Incarnation, long> _since = [];

    /// <summary>The member whose differing keys are to be requested now; null where no member differs.</summary>
    /// <param name="durable">The replica's clock on disk.</param>
    /// <param name="digest">The digest at that clock.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="tick">The current tick.</param>
    public Incarnation? Find(VectorClock durable, ContentDigest digest, PeerTable peers, long tick)
    {
        Incarnation? due = null;
        foreach (var peer in peers.Reachable)
        {
            if (peer.Latest is not { } latest || latest.View.Digest == digest.Total || !latest.Clock.Equals(durable))
            {
                _since.Remove(peer.Incarnation);
                continue;
            }

            _since.TryAdd(peer.Incarnation, tick);
            if (tick - _since[peer.Incarnation] < patience)
                continue;
            _since[peer.Incarnation] = tick;
            due ??= peer.Incarnation;
        }

        return due;
    }
}
