using System.Diagnostics;
using AkkaGrid.Client;
using AkkaGrid.Core.Formation;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Xunit.Abstractions;

namespace AkkaGrid.Scenarios.Partitions;

public sealed class PartitionedGridScenario(ITestOutputHelper output)
{
    // Long enough for votes that were cast before to run out.
    private static readonly TimeSpan LongerThanALease = new FormationSettings(default, "", []).VoteLease * 1.2;

    [SkippableFact]
    public async Task The_first_seed_cut_off_serves_alone_founds_nothing_even_restarted_and_comes_back_with_every_write()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, "only Linux has all of 127.0.0.0/8 as loopback");
        await using var nodes = new CuttableNodes(3);
        await nodes.StartAsync(1, 2, 3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await nodes.ServeAsync(1);
        await nodes.Client(1).Store.PutAsync("before", "1");
        await nodes.HasAsync(3, "before", "1");

        nodes.Network.Isolate(1);
        var pause = await LongestPauseWhileDownedAsync(nodes, 1);
        output.WriteLine(
            $"The longest pause between two writes was {pause.TotalSeconds:0.0} s; 2 s are promised on a "
            + "machine that is not overloaded");
        await nodes.AreOneClusterAsync(2, 3);
        await nodes.Client(2).Store.PutAsync("there", "2");
        await StaysAloneAsync(nodes, 1);

        await nodes.RestartAsync(1);
        await StaysAloneAsync(nodes, 1);
        await nodes.HasAsync(1, "before", "1");
        await nodes.Client(1).Store.PutAsync("here", "3");

        nodes.Network.Heal();
        await nodes.AreOneClusterAsync(1, 2, 3);
        for (var node = 1; node <= 3; node++)
        {
            await nodes.HasAsync(node, "probe", "last");
            await nodes.HasAsync(node, "there", "2");
            await nodes.HasAsync(node, "here", "3");
        }
        Assert.Equal((0, 0), (nodes.System(2).Restarts, nodes.System(3).Restarts));
    }

    // The longest time from one acknowledged write, read back, to the next, until the node has its next actor system.
    private static async Task<TimeSpan> LongestPauseWhileDownedAsync(CuttableNodes nodes, int node)
    {
        var longest = TimeSpan.Zero;
        var last = Stopwatch.GetTimestamp();
        await Eventually.True(
            async () =>
            {
                var isRebuilt = nodes.System(node) is { Restarts: > 0, Current: not null };
                try
                {
                    var value = isRebuilt ? "last" : $"{last}";
                    await nodes.Client(node).Store.PutAsync("probe", value);
                    Assert.Equal(value, (await nodes.Client(node).Store.GetAsync("probe"))!.Text);
                }
                catch (GridException)
                {
                    return false;
                }
                var now = Stopwatch.GetTimestamp();
                longest = new[] { longest, Stopwatch.GetElapsedTime(last, now) }.Max();
                last = now;
                return isRebuilt;
            },
            $"node{node} is downed and serves with a new actor system");
        return longest;
    }

    private static async Task StaysAloneAsync(CuttableNodes nodes, int node)
    {
        var start = Stopwatch.GetTimestamp();
        await Eventually.True(
            async () =>
            {
                Assert.True(await nodes.IsAloneAsync(node));
                return Stopwatch.GetElapsedTime(start) > LongerThanALease;
            },
            $"node{node} stays alone");
    }
}
