using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Remembers which peer sent updates that the horizon refused: that peer's state must be merged. The request waits a
/// little for the peer to catch up, so that one merge brings everything. While a refusal is open, no peer is asked for
/// a range of updates.
/// </summary>
/// <param name="patience">How many ticks it waits at most.</param>
internal sealed class RefusedUpdates(int patience)
{
    private Incarnation? _sender;
    private long _since;

    /// <summary>Whether any updates were refused since the last merge.</summary>
    public bool Any => _sender is not null;

    /// <summary>Records that an update was refused.</summary>
    public void Add(Incarnation sender, long tick)
    {
        if (_sender is null)
            _since = tick;
        _sender = sender;
    }

    /// <summary>The replica whose state must be requested now; null where none is due.</summary>
    /// <param name="tick">The current tick.</param>
    /// <param name="horizon">This replica's horizon.</param>
    /// <param name="peers">The other members.</param>
    public Incarnation? Due(long tick, VectorClock horizon, PeerTable peers)
    {
        if (_sender is not { } sender)
            return null;
        if (!peers.TryGet(sender, out var peer) || !peer.IsReachable)
        {
            // Another peer that has these updates will send them too.
            _sender = null;
            return null;
        }

        return peer.Known.Covers(horizon) || tick - _since >= patience ? sender : null;
    }

    /// <summary>Clears the refusals: a state was merged.</summary>
    public void Clear() => _sender = null;
}
