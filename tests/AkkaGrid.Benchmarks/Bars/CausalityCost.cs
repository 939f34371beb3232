using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue.Tests.Wire;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>What causal order costs, counted and not timed.</summary>
internal static class CausalityCost
{
    /// <summary>Bytes of clock in an update on the wire, and comparisons for an update in the stash.</summary>
    public static Task<IReadOnlyList<Bar>> RunAsync() => Task.FromResult<IReadOnlyList<Bar>>(
    [
        Bar.AtMost(
            "clock metadata per update on the wire, 8 replicas",
            ClockBytes.PerUpdate(replicas: 8, updates: 64, rounds: 1_000), 10, "messages of 64", "", "0.0 bytes"),
        Bar.AtMost("stash at 32 replicas, disordered, per message", StashComparisons(), 33, "", "", "0.0 comparisons"),
    ]);

    private static double StashComparisons()
    {
        const int Replicas = 32;
        const int Updates = 20_000;
        var random = new Random(32);
        var members = Enumerable.Range(0, Replicas)
            .Select(number => new Incarnation(ReplicaId.Create($"node{number}"), (ulong)random.NextInt64()))
            .ToList();
        var roster = Roster.Of(members);
        var delivered = members.ConvertAll(_ => new ulong[Replicas]);
        var updates = new List<(Dot Dot, VectorClock Dependencies)>();
        for (var i = 0; i < Updates; i++)
        {
            // Any replica writes, behind all that it and some other one have seen.
            var (writer, other) = (random.Next(Replicas), random.Next(Replicas));
            for (var entry = 0; entry < Replicas; entry++)
                delivered[writer][entry] = Math.Max(delivered[writer][entry], delivered[other][entry]);
            updates.Add((
                new Dot(roster[writer], delivered[writer][writer] + 1),
                VectorClock.Over(roster, [.. delivered[writer]])));
            delivered[writer][writer]++;
        }

        var stash = new CausalStash<int>(VectorClock.Empty, StashLimits.Default);
        foreach (var (dot, dependencies) in updates.OrderBy(_ => random.Next()))
        {
            stash.Add(dot, dependencies, 0, 1);
            while (stash.TryTake(out _, out _))
            {
            }
        }

        return stash.Comparisons / (double)Updates;
    }
}
