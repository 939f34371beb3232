using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Divergence;

/// <summary>
/// Looks for members that have delivered the same and hold something else. That can only be a fault, of the code or of
/// a disk; it is looked for because it would otherwise last.
/// </summary>
/// <param name="patience">For how many ticks the difference must last.</param>
internal sealed class DivergenceCheck(int patience)
{
    private readonly Dictionary<Incarnation, long> _since = [];

    /// <summary>The member from which the difference is to be asked for now; null where there is none.</summary>
    /// <param name="durable">What is on disk here.</param>
    /// <param name="digest">The digest of it.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="tick">The present tick.</param>
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
