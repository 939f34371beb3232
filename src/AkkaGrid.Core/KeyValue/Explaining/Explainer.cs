using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Explains whether an update is visible, from the clock, the stash and the announcements of peers.</summary>
internal static class Explainer
{
    /// <summary>Explains an update.</summary>
    /// <param name="dot">The update.</param>
    /// <param name="durable">The clock on disk.</param>
    /// <param name="stash">The stashed updates.</param>
    /// <param name="peers">The other members of the set.</param>
    /// <param name="isSetKnown">Whether at least as many names have been members as seeds are configured.</param>
    /// <param name="lastPull">The last request for missing updates.</param>
    public static Explanation Explain(
        Dot dot, VectorClock durable, CausalStash<Update> stash, PeerTable peers, bool isSetKnown, PullRecord? lastPull)
    {
        if (durable.Covers(dot))
            return new Explanation(dot, UpdateStatus.Delivered, [], null, [], null);
        if (stash.Delivered.Covers(dot))
            return new Explanation(dot, UpdateStatus.Waiting, [], null, [], null);
        var (causes, missing) = Trace(dot, stash);
        var holders = peers
            .Where(peer => peer.Known.Covers(missing ?? dot))
            .Select(peer => new Holder(peer.Name, peer.IsReachable))
            .ToImmutableArray();
        if (stash.Holds(dot))
            return new Explanation(dot, UpdateStatus.Waiting, causes, missing, holders, lastPull);

        // A peer that has all updates before this one need not have this one.
        var isElsewhere = peers.Any(peer => peer.Known.Covers(dot))
            || stash.MissingCauses.Any(waiting =>
                waiting.Cause.Origin == dot.Origin && waiting.Cause.Sequence >= dot.Sequence);
        if (isElsewhere)
            return new Explanation(dot, UpdateStatus.Elsewhere, causes, missing, holders, lastPull);
        var isLost = isSetKnown
            && !peers.TryGet(dot.Origin, out _)
            && peers.Active.All(peer => peer.IsReachable && peer.Latest is not null);
        return new Explanation(dot, isLost ? UpdateStatus.Lost : UpdateStatus.Unknown, [], null, [], null);
    }

    /// <summary>
    /// Follows the causes of a stashed update to the one that is not here: of each origin only the first undelivered
    /// update waits for another origin; all later ones wait for it.
    /// </summary>
    private static (ImmutableArray<Dot> Causes, Dot? Missing) Trace(Dot dot, CausalStash<Update> stash)
    {
        var delivered = stash.Delivered;
        var waiting = stash.MissingCauses.ToDictionary(cause => cause.Waiting);
        var causes = ImmutableArray.CreateBuilder<Dot>();
        var passed = new HashSet<Incarnation>();
        for (var next = dot; passed.Add(next.Origin);)
        {
            var first = new Dot(next.Origin, delivered[next.Origin] + 1);
            if (first != dot)
                causes.Add(first);
            if (!stash.Holds(first))
                return (causes.DrainToImmutable(), first);
            if (!waiting.TryGetValue(first, out var cause))
                break;
            next = cause.Cause;
        }

        return (causes.DrainToImmutable(), null);
    }
}
