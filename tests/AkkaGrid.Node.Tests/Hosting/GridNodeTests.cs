using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Tests.Configuration;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Hosting;

[Trait("Speed", "Slow")]
public sealed class GridNodeTests
{
    [Fact]
    public async Task Three_nodes_form_one_cluster_that_all_of_them_see_alike()
    {
        await using var nodes = await TestNodes.StartAsync(3);
        var all = Enumerable.Range(0, 3).Select(index => nodes[index]).ToList();
        List<ClusterMembers> views = [];
        await Eventually.True(
            () =>
            {
                views = all.ConvertAll(TestNodes.View);
                return views.TrueForAll(view => view is { Leader: not null, BalancerNode: not null })
                    && views.DistinctBy(view => (view.Leader, view.BalancerNode)).Count() == 1;
            },
            "the nodes name the same leader and the same balancer");

        Assert.All(views, view =>
        {
            Assert.Equal(["node1", "node2", "node3"], view.Members.Select(member => member.Name));
            Assert.All(view.Members, member => Assert.Equal(["balancer", "seed"], member.Roles));
            Assert.Equal(ClusterStates.Member, view.State);
        });
    }

    [SkippableFact]
    public async Task Nodes_at_an_address_of_IPv6_form_a_cluster_however_their_seeds_spell_it()
    {
        Skip.IfNot(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using var folder = new TemporaryFolder();
        var ports = ReservedPorts.Take(2);
        var seeds = $"akka.tcp://AkkaGrid@[::1]:{ports[0]},akka.tcp://AkkaGrid@[0:0:0:0:0:0:0:1]:{ports[1]}";
        await using var first = await GridNode.StartAsync(Setup("::1", 0));
        await using var second = await GridNode.StartAsync(Setup("[::1]", 1));

        foreach (var node in (GridNode[])[first, second])
            await Eventually.True(() => TestNodes.IsUp(node, 2), $"{node.Options.Name} sees both");

        NodeSetup Setup(string host, int place) => GridPlan.Read(local: false, ConfigurationOf.Settings(
            $"Name=node{place}",
            $"SeedNodes={seeds}",
            $"Remoting:Hostname={host}",
            $"Remoting:Port={ports[place]}",
            $"DataDirectory={Path.Combine(folder.Path, $"node{place}")}")).Nodes[0] with
        {
            Urls = ["http://127.0.0.1:0"],
            Timings = TestNodes.Impatient,
        };
    }

    [Fact]
    public async Task A_downed_node_builds_its_actor_system_again_serves_meanwhile_and_comes_back()
    {
        await using var nodes = await TestNodes.StartAsync(3);
        using var downed = TestNodes.Http(nodes[2]);
        using var other = TestNodes.Http(nodes[0]);
        var handle = nodes[2].Services.GetRequiredService<ActorSystemHandle>();
        var first = handle.Current;

        var answer = await other.PostAsJsonAsync(
            "/cluster/down", new ClusterTarget(Name: "node3"), GridJson.Default.Options);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        await Eventually.True(
            async () =>
            {
                Assert.Equal(HttpStatusCode.OK, (await downed.GetAsync("/health/live")).StatusCode);
                return handle.Current is { } system && system != first && TestNodes.IsUp(nodes[2], 3);
            },
            "node3 is back with a new actor system");
        Assert.Contains("cluster_actor_system_restarts_total 1", await downed.GetStringAsync("/metrics"));
        await Eventually.True(() => TestNodes.IsUp(nodes[0], 3), "node1 sees node3 again");
    }

    [Fact]
    public async Task A_node_that_stops_leaves_gracefully()
    {
        await using var nodes = await TestNodes.StartAsync(3);

        await nodes[2].StopAsync();

        await Eventually.True(
            () =>
            {
                var members = TestNodes.View(nodes[0]).Members;
                Assert.DoesNotContain(members, member => member.Status == "down");
                return members.Select(member => member.Name).SequenceEqual(["node1", "node2"]);
            },
            "node3 has left");
    }

    [Fact]
    public async Task A_node_that_is_told_to_leave_serves_alone_until_it_is_told_to_join()
    {
        await using var nodes = await TestNodes.StartAsync(3);
        using var http = TestNodes.Http(nodes[1]);

        (await http.PostAsync("/cluster/leave", null)).EnsureSuccessStatusCode();
        await Eventually.True(() => TestNodes.View(nodes[0]).Members.Count == 2, "node2 has left");
        await Eventually.True(
            () => nodes[1].Services.GetRequiredService<ActorSystemHandle>() is { Restarts: 1, Current: not null },
            "node2 has an actor system again");

        var alone = await http.GetFromJsonAsync("/cluster/members", GridJson.Default.ClusterMembers);
        Assert.Equal(ClusterStates.Alone, alone!.State);
        Assert.Equal("node2", Assert.Single(alone.Members).Name);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready/store")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);

        (await http.PostAsync("/cluster/join", null)).EnsureSuccessStatusCode();
        await Eventually.True(() => TestNodes.IsUp(nodes[1], 3), "node2 is back");
    }

    [Fact]
    public async Task A_node_without_a_majority_of_seeds_serves_alone_and_says_so()
    {
        await using var nodes = await TestNodes.StartAsync(2);
        await nodes.StopAsync(0);
        await nodes.StopAsync(1);

        await using var alone = await GridNode.StartAsync(nodes.Setup("node2", 1));
        using var http = TestNodes.Http(alone);

        Assert.Equal(ClusterStates.Alone, TestNodes.View(alone).State);
        var ready = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("no cluster", await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_node_whose_port_is_taken_does_not_start_and_lets_go_of_what_it_had()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        var second = nodes.Setup("node2", -1);

        foreach (var clash in new[]
        {
            second with { Urls = [nodes[0].Addresses[0].ToString()] },
            nodes.Setup("node2", 0),
        })
            Assert.Contains("node2 cannot start", (await Assert.ThrowsAsync<StartException>(
                () => GridNode.StartAsync(clash))).Message);

        await using var started = await GridNode.StartAsync(second);
        await Eventually.True(() => TestNodes.IsUp(started, 2), "node2 has joined");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_that_is_live_at_another_address_is_refused_also_with_a_copy_of_its_data(bool copied)
    {
        await using var nodes = await TestNodes.StartAsync(1);
        var setup = nodes.Setup("node1", -1);
        setup.Options.DataDirectory += "-elsewhere";
        if (copied)
            Copy(nodes[0].Options.DataDirectory, setup.Options.DataDirectory);

        await using var second = await GridNode.StartAsync(setup);

        Assert.Contains("'node1' is taken", await second.Failure.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Single(TestNodes.View(nodes[0]).Members);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
