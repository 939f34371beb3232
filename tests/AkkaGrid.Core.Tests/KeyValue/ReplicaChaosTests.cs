using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>Random runs over a network that loses, doubles and reorders, with cuts and restarts.</summary>
public sealed class ReplicaChaosTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private static readonly ReplicaOptions Options = new()
    {
        ExpectedReplicas = Names.Length,
        Stash = new StashLimits(8, 4_000),
        BatchUpdates = 3,
        BatchBytes = 400,
        PullBytes = 1_000,
        PushWindow = 40,
        SnapshotAfter = 60,
    };

    [Fact]
    public void Replicas_converge_and_deliver_causes_first_whatever_the_network_does() =>
        Gen.Int.Sample(seed =>
        {
            var network = Run(seed, 150);
            network.HealAll();
            network.Settle();
            network.Run(60);

            var first = network["a"];
            foreach (var replica in network.Replicas.Values)
            {
                AssertCausesCameFirst(replica);
                Assert.Equal(first.Core.Delivered, replica.Core.Delivered);
                Assert.Equal(Dump(first), Dump(replica));
                Assert.Equal(0, replica.Core.Status().StashCount);
                Assert.Null(replica.Core.Status().BlockedBy);
            }
        }, iter: 60);

    private static VirtualNetwork Run(int seed, int operations)
    {
        var random = new Random(seed);
        var network = new VirtualNetwork(seed, Options, Names)
        {
            Loss = random.NextDouble() * 0.3,
            Duplication = random.NextDouble() * 0.3,
            Reorders = random.Next(2) == 0,
        };
        for (var i = 0; i < operations; i++)
        {
            switch (random.Next(20))
            {
                case < 10:
                    Write(network, random, i);
                    break;
                case < 16:
                    for (var steps = random.Next(8); steps > 0; steps--)
                        network.Step();
                    break;
                case 16:
                    network.Tick();
                    break;
                case 17:
                    network.Cut(Names[random.Next(4)], Names[random.Next(4)]);
                    break;
                case 18:
                    network.HealAll();
                    break;
                default:
                    network.Restart(Names[random.Next(4)]);
                    break;
            }
        }

        return network;
    }

    private static void Write(VirtualNetwork network, Random random, int i) =>
        network[Names[random.Next(4)]].Write(
            WriteConcern.Local,
            network.Now.AddSeconds(random.Next(-5, 5)),
            [.. Enumerable.Range(0, random.Next(1, 3)).Select(k => ($"k{(random.Next(5) + k) % 5}{k}", random.Next(5) == 0 ? null : $"v{i}"))]);

    private static void AssertCausesCameFirst(VirtualReplica replica)
    {
        for (var later = 1; later < replica.History.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
                Assert.False(replica.History[earlier].Dependencies.Covers(replica.History[later].Dot));
        }
    }

    private static string Dump(VirtualReplica replica) => string.Join(
        "\n",
        replica.Disk.Scan(Keyspace.User, "", null).Select(item =>
            $"{item.Key}: {string.Join(" | ", item.Value.Versions)}"));
}
