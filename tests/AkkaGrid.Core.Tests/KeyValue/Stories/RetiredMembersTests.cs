using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// Retiring fences no data: what a retired member has written, or has from others, is merged when it comes back.
/// </summary>
public sealed class RetiredMembersTests
{
    /// <summary>
    /// Writes are acknowledged at majority by a writer and a second one, which has them by pull or by snapshot. The
    /// writer's disk is lost; the second is retired while it cannot be reached, and comes back with a sound disk.
    /// </summary>
    [Theory]
    [InlineData("a", "c", "b", 1_000)]
    [InlineData("a", "c", "b", 20)]
    [InlineData("b", "a", "c", 20)]
    [InlineData("c", "b", "a", 20)]
    [InlineData("b", "c", "a", 2)]
    public void A_retired_member_that_comes_back_loses_nothing_that_a_majority_has_acknowledged(
        string writer, string second, string third, int snapshotAfter)
    {
        var network = Three(snapshotAfter);
        network.Put(writer, "first", "all have it");
        network.Run(5);
        network.Partition();
        var writes = Enumerable.Range(0, 60)
            .Select(i => network[writer].Submit(WriteConcern.Majority, null, network.Now, ($"k{i:00}", $"v{i}")))
            .ToList();
        network.Run(3);
        Assert.DoesNotContain(writes[0], network[writer].Acknowledged);
        network.Partition(writer + second);
        network.Run(30);
        Assert.All(writes, write => Assert.Contains(write, network[writer].Acknowledged));

        network.Partition(writer + third);
        network.LoseDisk(writer);
        network.Run(20);
        network.Retire(third, second);
        network.Put(third, "deleted", "1");
        network.Delete(third, "deleted");
        network.Run(20);
        network.HealAll();
        network.Run(100);

        network.AssertSame();
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal($"v{i}", network[third].Get($"k{i:00}")));
    }

    /// <summary>
    /// No disk is lost. Others write, or delete, what the retired one wrote, some ticks after it is back.
    /// </summary>
    [Theory]
    [InlineData("c", 1, "v2")]
    [InlineData("c", 2, null)]
    [InlineData("a", 2, "v2")]
    [InlineData("b", 3, "v2")]
    [InlineData("c", 5, null)]
    [InlineData("a", 8, "v2")]
    public void A_retired_member_that_comes_back_ends_with_what_the_others_have(
        string retired, int ticks, string? second)
    {
        var network = Three();
        var others = network.Replicas.Keys.Select(name => name.Value).Where(name => name != retired).ToList();
        network.Put(retired, "k", "v1");
        network.Run(10);
        network.CutOff(retired);
        network.Run(2);
        network.Retire(others[0], retired);
        network.Restart(others[0]);
        network.Run(20);
        network.HealAll();
        network.Run(ticks);
        network[others[1]].Write(WriteConcern.Local, network.Now, ("k", second));
        network.Run(100);

        network.AssertSame();
        Assert.Equal(second, network[retired].Get("k"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void None_of_its_writes_is_lost_whether_or_not_it_starts_again(bool starts)
    {
        var network = Three();
        network.Put("a", "shared", "old");
        network.Run(3);
        network.CutOff("c");
        network.Put("c", "x", "unreplicated");
        network.Put("c", "shared", "of c");
        network.Put("a", "shared", "of a");
        network.Put("a", "gone", "1");
        network.Delete("b", "gone");
        network.Run(1);
        network.Retire("a", "c");
        network.Run(10);
        if (starts)
            network.Restart("c");
        network.HealAll();
        network.Run(40);

        network.AssertSame();
        Assert.Equal("unreplicated", network["b"].Get("x"));
        Assert.Equal(["of a", "of c"], network["b"].Values("shared").Order());
        Assert.Equal(3, network["a"].Disk.State.Set.ActiveCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_it_deleted_while_it_was_away_stays_deleted_and_what_it_did_not_know_stays(int rounds)
    {
        var network = Three();
        for (var round = 0; round < rounds; round++)
        {
            network.Put("a", $"known{round}", "1");
            network.Run(5);
            network.CutOff("c");
            network.Run(1);
            network.Retire("b", "c");
            network.Delete("c", $"known{round}");
            network.Delete("c", $"unknown{round}");
            network.Put("a", $"unknown{round}", "1");
            network.Put("a", "other", "1");
            network.Delete("a", "other");
            network.Run(20);
            network.HealAll();
            network.Run(40);
            network.AssertSame();
        }

        Assert.All(Enumerable.Range(0, rounds), round =>
        {
            Assert.Null(network["b"].Get($"known{round}"));
            Assert.Equal(["1"], network["b"].Values($"unknown{round}"));
        });
    }

    [Fact]
    public void What_any_member_has_of_the_retired_one_reaches_the_others()
    {
        var network = Three();
        network.Partition("ac");
        network.Put("c", "x", "only a has it");
        network.Drain();
        network.CutOff("c");
        network.Run(1);
        network.Retire("a", "c", isForced: true);
        network.Partition("ab");
        network.Run(20);

        Assert.Equal("only a has it", network["b"].Get("x"));
        Assert.Null(network["b"].Core.Status().BlockedBy);
    }

    /// <summary>
    /// The set of those that stay counts its entry to a base, and takes it out again when it is back.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    public void One_whose_start_had_become_part_of_a_base_counts_and_writes_again(string restarted)
    {
        var network = Three();
        var last = network.Put("c", "x", "1");
        network.Run(5);
        network.CutOff("c");
        network.Run(1);
        network.Retire("a", "c");
        network.Run(30);
        Assert.True(network["a"].Disk.State.Clock.Base[last.Origin] > 0);
        foreach (var name in restarted)
            network.Restart(name.ToString());

        network.HealAll();
        for (var i = 0; i < 30; i++)
        {
            network.Run(1);
            Assert.All(network.Replicas.Values, replica => Assert.True(replica.Disk.State.Clock.Covers(last)));
        }

        network.Put("c", "x", "2");
        network.Run(10);
        network.AssertSame();
        Assert.Equal(["2"], network["a"].Values("x"));
        Assert.Equal(0UL, network["a"].Disk.State.Clock.Base[last.Origin]);
    }

    private static VirtualNetwork Three(int snapshotAfter = 1_000) => new(
        seed: 1,
        new ReplicaOptions
        {
            ExpectedReplicas = 3,
            SnapshotAfter = (ulong)snapshotAfter,
            LogTrimTicks = 2,
            BaseTicks = 2
        },
        "a",
        "b",
        "c");
}
