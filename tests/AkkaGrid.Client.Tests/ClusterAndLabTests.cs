using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class ClusterAndLabTests
{
    [Fact]
    public async Task A_cluster_without_leader_and_balancer_is_still_read()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            members = new[]
            {
                new
                {
                    name = "a",
                    address = "akka.tcp://AkkaGrid@h:1",
                    roles = new[] { "seed" },
                    status = "up",
                    reachable = true
                }
            },
            leader = (string?)null,
            balancer_node = (string?)null,
            state = "alone",
        }));

        var members = await node.Client().Cluster.MembersAsync();

        Assert.Null(members.Leader);
        Assert.Equal(ClusterStates.Alone, members.State);
        Assert.Equal(["seed"], Assert.Single(members.Members).Roles);
    }

    [Fact]
    public async Task A_link_is_held_and_listed()
    {
        await using var node = await ScriptedNode.StartAsync(request => request.Method == "POST"
            ? new(200, request.Body, "application/json")
            : ScriptedAnswer.Json(200, new { items = new[] { new { from = "a", to = "c", mode = "hold" } } }));
        var lab = node.Client().Lab;
        var hold = new LabLink("a", "c", LinkModes.Hold);

        Assert.Equal(hold, await lab.SetLinkAsync(hold));
        Assert.Equal([hold], (await lab.LinksAsync()).Items);
        Assert.Equal("""{"from":"a","to":"c","mode":"hold"}""", node.Requests[0].Text);
    }
}
