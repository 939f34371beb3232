using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Observing;
using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Node.Http.Lab;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// Writes the observations that nodes send each other. All lists are bounded, and long texts are cut.
/// </summary>
internal static class Observations
{
    private const int MaxEntries = 64;
    private const int MaxLinks = 32;
    private const int MaxKeyLength = 64;

    /// <summary>Writes the state of a store's replica.</summary>
    /// <param name="store">The store.</param>
    /// <param name="observation">The observed state of its replica.</param>
    /// <param name="url">Where browsers find the page of the node.</param>
    public static Wire.Observation Write(KeyValueStore store, ReplicaObservation observation, string url)
    {
        var status = observation.Status;
        return new Wire.Observation
        {
            Replica = status.Self.Replica.Value,
            Incarnation = $"{status.Self.Nonce:x16}",
            StashCount = status.StashCount,
            StashBytes = status.StashBytes,
            Behind = status.Behind,
            LeftOut = observation.LeftOut,
            Url = url,
            BlockedBy = status.BlockedBy?.Value ?? "",
            Clock =
            {
                store.Named(status.Clock)
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(MaxEntries).Select(Write)
            },
            Updates =
            {
                StoreValues.Totals(status.Clock)
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(MaxEntries).Select(Write)
            },
            Waiting =
            {
                observation.Waiting.Select(waiting =>
                    new Wire.Waiting { Dot = waiting.Waiting.ToString(), Cause = waiting.Cause.ToString() })
            },
            Links = { observation.Links.Take(MaxLinks).Select(Write) },
            Arrivals = { observation.Arrivals.Select(Write) },
            Peers = { status.Peers.Take(MaxEntries).Select(peer => new Wire.Peer
            {
                Replica = peer.Incarnation.Replica.Value,
                Reachable = peer.IsReachable,
                Lag = peer.Lag,
            }) },
        };
    }

    private static Wire.Count Write(KeyValuePair<string, ulong> entry) =>
        new() { Replica = entry.Key, Delivered = entry.Value };

    private static Wire.Link Write(HeldLink held) => new()
    {
        From = held.Link.From.Value,
        Mode = LabRoutes.Word(held.Link.Mode),
        Ms = (int)held.Link.Delay.TotalMilliseconds,
        Held = held.Held,
    };

    private static Wire.Arrival Write(Arrival arrival) => new()
    {
        Dot = arrival.Dot.ToString(),
        From = arrival.From.Value,
        Outcome = arrival.Outcome switch
        {
            ArrivalOutcome.Waiting => Wire.Outcome.Waiting,
            ArrivalOutcome.KeptAway => Wire.Outcome.KeptAway,
            _ => Wire.Outcome.Delivered,
        },
        Key = Cut(arrival.Key ?? ""),
        Keys = arrival.Keys,
    };

    // Half of a surrogate pair cannot be sent.
    private static string Cut(string key) => key.Length <= MaxKeyLength
        ? key
        : string.Concat(
            key.AsSpan(0, char.IsHighSurrogate(key[MaxKeyLength - 1]) ? MaxKeyLength - 1 : MaxKeyLength), "…");
}
