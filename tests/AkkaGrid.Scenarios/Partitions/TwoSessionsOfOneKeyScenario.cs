using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Scenarios.Partitions;

/// <summary>A client that is cut off together with the balancer, and turns to the other side with the same key.</summary>
public sealed class TwoSessionsOfOneKeyScenario
{
    private const string Key = "one-key";

    private static readonly ChargeRequest Request = new("EV_1", 90, Priorities.Normal);

    [SkippableFact]
    public async Task A_key_that_started_a_session_on_either_side_of_a_partition_has_one_again_once_it_is_over()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, "only Linux has all of 127.0.0.0/8 as loopback");
        await using var nodes = new CuttableNodes(3)
        {
            // The best fit for the request is at node1, which is the oldest and has the balancer.
            Substations = node => [new() { Id = $"s{node}", MaxCapacity = 100 + node, ChargeProcessingTime = TimeSpan.FromMinutes(10) }],
        };
        await nodes.StartAsync(1);
        await nodes.FoundAsync(1);
        await nodes.StartAsync(2, 3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await HasReportedAsync(nodes, 1, "s1", "s2", "s3");

        nodes.Network.Isolate(1);
        var here = await nodes.Client(1).Charging.ChargeAsync(Request, Key);
        Assert.Equal("s1", here.SubstationId);
        await nodes.AreOneClusterAsync(2, 3);
        var there = await ChargeAsync(nodes.Client(2));
        Assert.NotEqual("s1", there.SubstationId);
        Assert.Equal(here.SessionId, there.SessionId);

        nodes.Network.Heal();
        await nodes.AreOneClusterAsync(1, 2, 3);

        string? standing = null;
        for (var node = 1; node <= 3; node++)
        {
            await Eventually.True(async () => await IsSettledAsync(nodes.Client(node)), $"node{node} shows one session that stands");
            var session = await nodes.Client(node).Charging.SessionAsync(here.SessionId);
            Assert.Equal(standing ??= session.SubstationId, session.SubstationId);
        }

        await Eventually.True(
            async () => (await nodes.Client(2).Charging.SubstationsAsync()).Items
                .All(substation => substation.CurrentLoad == (substation.SubstationId == standing ? 90 : 0)),
            "only the session that stands takes power");
        Assert.Equal(standing, (await ChargeAsync(nodes.Client(3))).SubstationId);
    }

    /// <summary>Whether there are two: one that runs, and one that is invalid because of it.</summary>
    private static async Task<bool> IsSettledAsync(GridClient client)
    {
        var sessions = (await client.Charging.SessionsAsync()).Items;
        return sessions is [{ State: SessionStates.Active } standing, { State: SessionStates.Invalid } superseded]
            && superseded.SessionId == standing.SessionId
            && superseded.SupersededBy == standing.SubstationId;
    }

    /// <summary>Asks as clients do: again, with the same key, until there is an answer.</summary>
    private static async Task<ChargeAccepted> ChargeAsync(GridClient client)
    {
        ChargeAccepted? accepted = null;
        await Eventually.True(
            async () =>
            {
                try
                {
                    accepted = await client.Charging.ChargeAsync(Request, Key);
                    return true;
                }
                catch (GridException)
                {
                    return false;
                }
            },
            "the request is accepted");
        return accepted!;
    }

    private static Task HasReportedAsync(CuttableNodes nodes, int node, params string[] substations) => Eventually.True(
        async () => (await nodes.Client(node).Charging.SubstationsAsync()).Items
            .Where(substation => substation.State == SubstationStates.Active)
            .Select(substation => substation.SubstationId).SequenceEqual(substations)
            && (await nodes.Client(node).Cluster.MembersAsync()).BalancerNode == "node1",
        $"node{node} has heard of all substations and of the balancer at node1");
}
