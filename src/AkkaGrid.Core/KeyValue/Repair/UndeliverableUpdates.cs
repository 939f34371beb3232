using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Finds causes that are lost for good: every member can be reached, and none has them. Updates that wait for such a
/// cause can never be delivered.
/// </summary>
/// <remarks>A stashed update is not part of the state: any replica may drop it at any time.</remarks>
/// <param name="patience">For how many ticks in a row a cause must be missing everywhere.</param>
internal sealed class UndeliverableUpdates(int patience)
{
    private readonly Dictionary<Dot, long> _missingSince = [];

    /// <summary>The origins whose stashed updates must be dropped now.</summary>
    /// <param name="missing">The stashed updates, each with the cause that it waits for.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="tick">The current tick.</param>
    public IReadOnlyList<Incarnation> Find(IReadOnlyCollection<MissingCause> missing, PeerTable peers, long tick)
    {
        var nowhere = missing.Where(one => !peers.Active.Any(peer => peer.Known.Covers(one.Cause))).ToList();
        foreach (var found in _missingSince.Keys.Except(nowhere.Select(one => one.Cause)).ToList())
            _missingSince.Remove(found);
        foreach (var one in nowhere)
            _missingSince.TryAdd(one.Cause, tick);
        return
        [
            .. nowhere
                .Where(one =>
                    tick - _missingSince[one.Cause] >= patience && AreAllHeard(peers, _missingSince[one.Cause]))
                .Select(one => one.Waiting.Origin),
        ];
    }

    private static bool AreAllHeard(PeerTable peers, long since) =>
        peers.Active.All(peer => peer.IsReachable && peer.Latest is not null && peer.LatestAt > since);
}
