using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// docs/operations.md, "Another seed": stop all nodes, give all of them the new list, start them. Nothing depends on
/// which starts first, nor on whether the new ones have written already.
/// </summary>
public sealed class GrowingGridTests
{
    public static TheoryData<string, bool, bool> Starts
    {
        get
        {
            var starts = new TheoryData<string, bool, bool>();
            foreach (var order in new[] { "abc", "acb", "bac", "bca", "cab", "cba" })
            {
                foreach (var haveNewOnesWritten in new[] { false, true })
                {
                    starts.Add(order, haveNewOnesWritten, false);
                    starts.Add(order, haveNewOnesWritten, true);
                }
            }

            return starts;
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void One_node_with_a_store_becomes_three_in_whatever_order_they_start(
        string order, bool haveNewOnesWritten, bool isOlderThanTheLog)
    {
        var old = Store("a", isOlderThanTheLog);
        var network = Start(order, new() { ["a"] = old }, haveNewOnesWritten);

        network.AssertSame();
        Assert.Equal(("precious", null), (network["c"].Get("old"), network["c"].Get("gone")));
        Assert.All("bc", name => Assert.Equal(haveNewOnesWritten ? "1" : null, network["a"].Get($"new {name}")));
        Assert.Contains("precious, too", network["b"].Values("both"));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Two_stores_that_were_grids_by_themselves_become_one_with_all_that_both_had(
        string order, bool haveNewOnesWritten, bool isOlderThanTheLog)
    {
        var network = Start(
            order,
            new() { ["a"] = Store("a", isOlderThanTheLog), ["b"] = Store("b", isOlderThanTheLog: false) },
            haveNewOnesWritten);

        network.AssertSame();
        Assert.Equal(["precious", "precious"], network["c"].Values("old"));
        Assert.Null(network["c"].Get("gone"));
        Assert.Equal(("1 of a", "1 of b"), (network["c"].Get("own a"), network["c"].Get("own b")));
    }

    [Theory]
    [InlineData("cde")]
    [InlineData("edc")]
    public void Three_become_five_and_then_three_others_and_keep_all(string newcomers)
    {
        var three = new VirtualNetwork(
            seed: 3, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2 }, "a", "b", "c");
        three.Put("a", "x", "1");
        three.Delete("b", "y");
        three.Run(20);
        var five = new VirtualNetwork(seed: 4, new ReplicaOptions { ExpectedReplicas = 5, LogTrimTicks = 2 });
        foreach (var name in newcomers + "ab")
        {
            five.Join(name.ToString());
            if (name <= 'c')
                five.Restore(name.ToString(), three[name.ToString()].Disk.Clone());
            five.Run(3);
        }

        five.Put("d", "x", "2");
        five.Run(40);
        five.AssertSame();
        Assert.Equal("2", five["e"].Get("x"));

        five.Stop("a");
        five.Stop("b");
        five.Run(2);
        foreach (var gone in new[] { "a", "b" })
            five.Retire("c", gone);
        five.Run(20);
        five.AssertSame();
        Assert.Equal("2", five["c"].Get("x"));
    }

    /// <summary>
    /// A grid of one with a store; some of it is deleted and collected, all of it may have left the log.
    /// </summary>
    private static MemoryStorage Store(string name, bool isOlderThanTheLog)
    {
        var network = new VirtualNetwork(seed: name[0], new ReplicaOptions { LogTrimTicks = 2 }, name);
        network.Put(name, "old", "precious");
        network.Put(name, "both", "precious, too");
        network.Put(name, $"own {name}", $"1 of {name}");
        network.Put(name, "gone", "1");
        network.Delete(name, "gone");
        network.Run(10);
        if (isOlderThanTheLog)
            network.Advance(TimeSpan.FromHours(2));
        network.Run(40);
        Assert.Equal(isOlderThanTheLog, network[name].Disk.LogBytes == 0);
        return network[name].Disk.Clone();
    }

    private static VirtualNetwork Start(string order, Dictionary<string, MemoryStorage> disks, bool haveNewOnesWritten)
    {
        var network = new VirtualNetwork(seed: 2, new ReplicaOptions { ExpectedReplicas = 3, LogTrimTicks = 2 });
        network.Advance(TimeSpan.FromDays(1));
        foreach (var name in order.Select(letter => letter.ToString()))
        {
            network.Join(name);
            if (disks.TryGetValue(name, out var disk))
                network.Restore(name, disk);
            network.Run(10);
            Write(name);
        }

        foreach (var name in order.Select(letter => letter.ToString()))
            Write(name);
        network.Run(100);
        return network;

        void Write(string name)
        {
            if (!haveNewOnesWritten
                || disks.ContainsKey(name)
                || !network[name].Core.IsAdmitted
                || network[name].Get($"new {name}") is not null)
                return;
            network.Put(name, $"new {name}", "1");
            if (network[name].Get("both") is null)
                network.Put(name, "both", name);
        }
    }
}
