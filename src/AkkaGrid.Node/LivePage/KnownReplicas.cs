using System.Collections.Concurrent;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.LivePage;

/// <summary>The last observation of each replica that this node has received.</summary>
/// <param name="self">The name of the replica of this node.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownReplicas(string self, TimeProvider time)
{
    /// <summary>The largest number of replicas that are remembered.</summary>
    public const int MaxReplicas = 64;

    // A replica sends an observation at least once a second.
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Heard> _heard = new();

    /// <summary>Keeps an observation of a replica.</summary>
    /// <returns>The updates that arrived there, as they are shown.</returns>
    public IReadOnlyCollection<LiveUpdate> Take(Wire.Observation observation)
    {
        if (_heard.Count >= MaxReplicas && !_heard.ContainsKey(observation.Replica))
            return [];
        _heard[observation.Replica] = new Heard(observation, time.GetTimestamp(), time.GetUtcNow());
        return [.. observation.Arrivals.Select(arrival => new LiveUpdate(
            arrival.Dot,
            arrival.From,
            observation.Replica,
            arrival.Outcome switch
            {
                Wire.Outcome.Waiting => "waiting",
                Wire.Outcome.KeptAway => "kept-away",
                _ => "delivered",
            },
            arrival.Key.Length > 0 ? arrival.Key : null,
            arrival.Keys))];
    }

    /// <summary>
    /// The replicas: those of the set as this node's replica knows it, and others that have sent an observation.
    /// </summary>
    /// <param name="most">The largest number to show.</param>
    public LiveReplicas Show(int most)
    {
        var own = _heard.GetValueOrDefault(self)?.Observation;
        var peers = own?.Peers.ToDictionary(peer => peer.Replica) ?? [];
        foreach (var old in _heard.Where(heard =>
            IsOld(heard.Value) && heard.Key != self && !peers.ContainsKey(heard.Key)).ToList())
            _heard.TryRemove(old);
        var names = peers.Keys.Append(self)
            .Union(_heard.Where(heard => IsFresh(heard.Value)).Select(heard => heard.Key))
            .Order(StringComparer.Ordinal)
            .ToList();
        return new LiveReplicas(
            [.. names.Take(most).Select(name => Show(name, peers.GetValueOrDefault(name)))],
            Math.Max(0, names.Count - most),
            string.IsNullOrEmpty(own?.BlockedBy) ? null : own.BlockedBy);
    }

    private LiveReplica Show(string name, Wire.Peer? peer)
    {
        var heard = _heard.GetValueOrDefault(name);
        var isFresh = heard is not null && IsFresh(heard);
        return new LiveReplica(
            name,
            name == self,
            isFresh,
            name == self || (peer?.Reachable ?? isFresh),
            peer?.Lag ?? 0,
            isFresh ? null : heard?.WallTime.ToUnixTimeMilliseconds(),
            heard is null || IsOld(heard) ? null : Show(heard.Observation),
            string.IsNullOrEmpty(heard?.Observation.Url) ? null : heard.Observation.Url);
    }

    private static LiveReplicaStatus Show(Wire.Observation observation) => new(
        observation.Incarnation,
        ByReplica(observation.Clock),
        ByReplica(observation.Updates),
        observation.Behind,
        new StashState(observation.StashCount, observation.StashBytes),
        [.. observation.Waiting.Select(waiting => new LiveWaiting(waiting.Dot, waiting.Cause))],
        [.. observation.Links.Select(link => new LiveLink(link.From, link.Mode, link.Ms, link.Held))]);

    private static Dictionary<string, ulong> ByReplica(IEnumerable<Wire.Count> counts) =>
        counts.DistinctBy(entry => entry.Replica).ToDictionary(entry => entry.Replica, entry => entry.Delivered);

    private bool IsOld(Heard heard) => time.GetElapsedTime(heard.At) > RememberedFor;

    private bool IsFresh(Heard heard) => time.GetElapsedTime(heard.At) < FreshFor;

    private sealed record Heard(Wire.Observation Observation, long At, DateTimeOffset WallTime);
}
