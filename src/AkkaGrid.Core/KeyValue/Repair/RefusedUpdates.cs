using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Remembers from which peer updates came that were refused for the horizon: its state is to be merged. The request
/// waits a little for the peer to catch up itself, so that one merge brings everything. While a refusal is open, no
/// range of updates is pulled from any peer.
/// </summary>
/// <param name="patience">How many ticks it waits at most.</param>
internal sealed class RefusedUpdates(int patience)
{
    private Incarnation? _sender;
    private long _since;

    /// <summary>Whether any updates were refused since the last merge.</summary>
    public bool Any => _sender is not null;

    /// <summary>Notes that an update was refused.</summary>
    public void Add(Incarnation sender, long tick)
    {
        if (_sender is null)
            _since = tick;
        _sender = sender;
    }

    /// <summary>The replica whose state is to be asked for now; null where none is.</summary>
    /// <param name="tick">The present tick.</param>
    /// <param name="horizon">This replica's horizon.</param>
    /// <param name="peers">The other members.</param>
    public Incarnation? Due(long tick, VectorClock horizon, PeerTable peers)
    {
        if (_sender is not { } sender)
            return null;
        if (!peers.TryGet(sender, out var peer) || !peer.IsReachable)
        {
            // Another peer that has them sends them again.
            _sender = null;
            return null;
        }

        return peer.Known.Covers(horizon) || tick - _since >= patience ? sender : null;
    }

    /// <summary>A state was merged.</summary>
    public void Clear() => _sender = null;
}
