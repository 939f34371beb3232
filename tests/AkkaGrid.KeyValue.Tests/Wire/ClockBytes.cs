using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;
using Proto = AkkaGrid.KeyValue.Wire.Proto;

namespace AkkaGrid.KeyValue.Tests.Wire;

/// <summary>
/// How many bytes of an update on the wire are there for the sake of causal order: the incarnations that its message
/// lists, the message's clock, the update's dot and its dependencies.
/// </summary>
internal static class ClockBytes
{
    /// <summary>
    /// Bytes per update where all replicas write at the same rate, and each sends what it wrote since it last heard of
    /// all the others.
    /// </summary>
    /// <param name="replicas">How many replicas write.</param>
    /// <param name="updates">How many updates are in a message.</param>
    /// <param name="rounds">How many messages each has sent before.</param>
    public static double PerUpdate(int replicas, int updates, int rounds)
    {
        var members = Enumerable.Range(1, replicas)
            .Select(number => new Incarnation(ReplicaId.Create($"node{number}"), (ulong)number * 0x9E3779B97F4A7C15))
            .ToList();
        var roster = Roster.Of(members);
        var counts = members.ConvertAll(_ => (ulong)(rounds * updates)).ToArray();
        var self = roster.IndexOf(members[0]);
        var batch = ImmutableArray.CreateBuilder<Update>();
        for (var i = 0; i < updates; i++)
        {
            // One after the other of the peers' updates arrives between two of its own.
            if (i > 0)
                counts[(self + 1 + (i % (replicas - 1))) % replicas] += (ulong)(replicas - 1);
            var dependencies = VectorClock.Over(roster, [.. counts]);
            counts[self]++;
            batch.Add(new Update(
                new Dot(members[0], counts[self]),
                dependencies,
                new HybridTimestamp((1UL << 60) + (ulong)i),
                [new Mutation(
                    Key.Create(Keyspace.User, $"key-{i:d6}"), new Value(new byte[100], "application/octet-stream"))]));
        }

        var message = new UpdateBatch(
            members[0], VectorClock.Over(roster, counts), batch.ToImmutable(), WantsClock: false);
        var whole = Proto.UpdateBatch.Parser.ParseFrom(ReplicaMessageCodec.Encode(message));
        var payload = whole.Clone();
        payload.Incarnations.Clear();
        payload.From = 0;
        payload.Clock = null;
        foreach (var update in payload.Updates)
        {
            update.Origin = 0;
            update.Sequence = 0;
            update.Dependencies.Clear();
        }

        return (whole.CalculateSize() - payload.CalculateSize()) / (double)updates;
    }
}
