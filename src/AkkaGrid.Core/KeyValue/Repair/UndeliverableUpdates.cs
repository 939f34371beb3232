using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Finds causes that are lost for good: every member can be reached, and none has them. What waits for them can never
/// be delivered.
/// </summary>
/// <remarks>A stashed update is no state: dropping it is harmless, whenever which replica does so.</remarks>
/// <param name="patience">For how many ticks in a row that must be so.</param>
internal sealed class UndeliverableUpdates(int patience)
{
    private readonly Dictionary<Dot, long> _missingSince = [];

    /// <summary>The origins whose waiting updates are to be dropped now.</summary>
    /// <param name="missing">What waits, and for what.</param>
    /// <param name="peers">The other members.</param>
    /// <param name="tick">The present tick.</param>
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
