using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// What was deleted by a write that knew it stays deleted, although its tombstone is gone, whichever disks are lost,
/// restored, copied or retired meanwhile, as long as one that knows of the delete is left.
/// </summary>
public sealed class DeletesStayDeletedTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void Whatever_happens_to_all_disks_but_one() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 6]).Array[1, 8])
            .Sample((writer, sound, faults) =>
            {
                var network = new VirtualNetwork(
                    seed: 1,
                    new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 1, BaseTicks = 2, SnapshotAfter = 3 },
                    Names);
                network.Put(Names[writer], "gone", "1");
                network.Put(Names[writer], "kept", "1");
                network.Run(5);
                var backups = Names.ToDictionary(name => name, name => network[name].Disk.Clone());
                network.Delete(Names[(writer + 1) % 3], "gone");
                network.Run(15);
                Assert.All(network.Replicas.Values, replica => Assert.True(replica.Read("gone").IsEmpty));

                foreach (var (place, kind, ticks) in faults)
                {
                    var name = Names[place == sound ? (place + 1) % 3 : place];
                    Disturb(network, name, Names[sound], kind, backups);
                    network.Run(ticks);
                }

                network.HealAll();
                network.Run(80);
                network.AssertSame();
                Assert.All(
                    network.Replicas.Values,
                    replica => Assert.Equal((null, "1"), (replica.Get("gone"), replica.Get("kept"))));
            }, iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_deleted_and_written_again_neither_comes_back_nor_is_doubled(int away)
    {
        var network = new VirtualNetwork(seed: 2, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 1 }, Names);
        for (var i = 0; i < 10; i++)
        {
            network.Put(Names[i % 3], "x", $"{i}");
            network.Run(i % 3);
            network.Delete(Names[(i + 1) % 3], "x");
            network.Run((i + 1) % 3);
            if (i % away == 0)
                network.Restart(Names[i % 3]);
        }

        network.Run(10);
        network.Put("c", "x", "last");
        network.Run(20);

        network.AssertSame();
        Assert.Equal(["last"], network["a"].Values("x"));
    }

    private static void Disturb(
        VirtualNetwork network, string name, string sound, int kind, Dictionary<string, MemoryStorage> backups)
    {
        switch (kind)
        {
            case 0:
                network.LoseDisk(name);
                break;
            case 1:
                network.Restore(name, backups[name].Clone());
                break;
            case 2:
                network.Restore(name, backups[sound].Clone());
                break;
            case 3:
                network.CutOff(name);
                network.Run(1);
                network.Retire(sound, name, isForced: true);
                break;
            case 4:
                network.HealAll();
                break;
            case 5:
                network.Restart(name);
                break;
        }
    }
}
