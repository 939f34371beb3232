using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Scenarios.Partitions;

/// <summary>
/// Clients that are cut off together with the balancer, and turn to the other side with the same keys.
/// </summary>
public sealed class TwoSessionsOfOneKeyScenario
{
    private const int Most = 90;

    // The first charges for long; the second fits where one charges for seconds, and is over before the partition is.
    private static readonly ChargeRequest Long = new("EV_long", Most, Priorities.Normal);
    private static readonly ChargeRequest Short = new("EV_short", 20, Priorities.Normal);

    [SkippableFact]
    public async Task Keys_that_started_a_session_on_either_side_of_a_partition_have_one_again_once_it_is_over_whether_they_run_or_have_ended()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, "only Linux has all of 127.0.0.0/8 as loopback");
        await using var nodes = new CuttableNodes(3)
        {
            // The best fits for the requests are at node1, which is the oldest and has the balancer.
            Substations = node =>
                [Substation($"long{node}", 100 + node, 600), Substation($"short{node}", 30 + node, 5)],
        };
        await nodes.StartAsync(1);
        await nodes.FoundAsync(1);
        await nodes.StartAsync(2, 3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await HasReportedAsync(nodes, 1, "long1", "long2", "long3", "short1", "short2", "short3");

        nodes.Network.Isolate(1);
        var here = await Task.WhenAll(ChargeAsync(nodes.Client(1), Long), ChargeAsync(nodes.Client(1), Short));
        Assert.Equal(["long1", "short1"], here.Select(accepted => accepted.SubstationId));
        Assert.True(await nodes.Http(1).MetricAsync("""charging_session_records_total{durability="local"}""") >= 2);
        Assert.Equal(0, await nodes.Http(1).MetricAsync("""charging_session_records_total{durability="majority"}"""));
        await nodes.AreOneClusterAsync(2, 3);
        var there = await Task.WhenAll(ChargeAsync(nodes.Client(2), Long), ChargeAsync(nodes.Client(2), Short));
        Assert.All(there, accepted => Assert.DoesNotContain(accepted.SubstationId, (string[])["long1", "short1"]));
        Assert.Equal(here.Select(accepted => accepted.SessionId), there.Select(accepted => accepted.SessionId));
        foreach (var node in (int[])[1, 2])
            await Eventually.True(
                async () => (await nodes.Client(node).Charging.SessionAsync(here[1].SessionId)).State
                    == SessionStates.Completed,
                $"the short session is over, as node{node} knows it");

        nodes.Network.Heal();
        await nodes.AreOneClusterAsync(1, 2, 3);

        var standing = await SettledAsync(nodes, here[0].SessionId, SessionStates.Active);
        await SettledAsync(nodes, here[1].SessionId, SessionStates.Completed);
        await Eventually.True(
            async () => (await nodes.Client(2).Charging.SubstationsAsync()).Items
                .All(substation => substation.CurrentLoad == (substation.SubstationId == standing ? Most : 0)),
            "only the session that stands takes power");
        Assert.Equal(standing, (await ChargeAsync(nodes.Client(3), Long)).SubstationId);
    }

    private static SubstationOptions Substation(string id, decimal kilowatts, double seconds) =>
        new() { Id = id, MaxCapacity = kilowatts, ChargeProcessingTime = TimeSpan.FromSeconds(seconds) };

    /// <summary>
    /// Awaits that every node shows two sessions of a key: one that stands, and one that is invalid because of it.
    /// </summary>
    /// <returns>The substation of the one that stands.</returns>
    private static async Task<string> SettledAsync(CuttableNodes nodes, string id, string state)
    {
        string? standing = null;
        for (var node = 1; node <= 3; node++)
        {
            await Eventually.True(
                async () => (await nodes.Client(node).Charging.SessionsAsync())
                    .Items.Where(session => session.SessionId == id).ToArray()
                    is [var one, { State: SessionStates.Invalid } superseded]
                        && one.State == state
                        && superseded.SupersededBy == one.SubstationId,
                $"node{node} shows that one session stands and the other is superseded");
            var session = await nodes.Client(node).Charging.SessionAsync(id);
            Assert.Equal(standing ??= session.SubstationId, session.SubstationId);
        }

        return standing!;
    }

    /// <summary>Asks as clients do: again, with the same key, until there is an answer.</summary>
    private static async Task<ChargeAccepted> ChargeAsync(GridClient client, ChargeRequest request)
    {
        ChargeAccepted? accepted = null;
        await Eventually.True(
            async () =>
            {
                try
                {
                    accepted = await client.Charging.ChargeAsync(request, request.VehicleId);
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
