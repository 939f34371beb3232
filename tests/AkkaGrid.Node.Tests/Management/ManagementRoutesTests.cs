using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Management;

[Trait("Speed", "Slow")]
public sealed class ManagementRoutesTests
{
    [Fact]
    public async Task Commands_that_make_no_sense_are_refused_with_the_reason()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        Assert.Equal(
            (HttpStatusCode.NotFound, "There is no such member."), await Post("/cluster/down", new(Name: "x")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "There is no such member."), await Post("/cluster/leave", new(Name: "x")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("/cluster/down", new())).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Post("/cluster/join", new())).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync("/cluster/down-unreachable", null)).StatusCode);

        async Task<(HttpStatusCode Status, string? Detail)> Post(string route, ClusterTarget target)
        {
            using var answer = await http.PostAsJsonAsync(route, target, GridJson.Default.ClusterTarget);
            var problem = await answer.Content.ReadFromJsonAsync(GridJson.Default.Problem);
            return (answer.StatusCode, problem!.Detail);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("akka.tcp://AkkaGrid")]
    [InlineData("akka.tcp://Another@127.0.0.1:4053")]
    [InlineData("akka://AkkaGrid@127.0.0.1:4053")]
    public async Task An_address_that_no_node_of_a_grid_has_is_refused_at_once(string address)
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);
        await new GridClient(http).Cluster.LeaveAsync();
        await Eventually.True(() => TestNodes.View(nodes[0]).State == ClusterStates.Alone, "it has left");

        var refusal = await Assert.ThrowsAsync<GridException>(() => new GridClient(http).Cluster.JoinAsync(address));

        Assert.Equal(ProblemKinds.InvalidRequest, refusal.Kind);
    }

    [Fact]
    public async Task A_member_says_which_one_it_is_and_what_it_runs()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        var members = await new GridClient(http).Cluster.MembersAsync();

        var self = Assert.Single(members.Members, member => member.Address == members.Self);
        Assert.Equal(NodeVersion.Text, self.Version);
        Assert.Matches(@"^\d+\.\d+\.\d+$", self.Version);
    }

    [Fact]
    public async Task The_tail_tells_that_a_member_leaves_and_comes_back_at_another_node_and_at_its_own()
    {
        await using var nodes = await TestNodes.StartAsync(3);
        using var here = TestNodes.Http(nodes[0]);
        using var there = TestNodes.Http(nodes[1]);
        var leaving = nodes[1].Options.Address.Value;
        using var end = new CancellationTokenSource();
        var (watching, own) = (Tailing.Start(here, end.Token), Tailing.Start(there, end.Token));
        await Eventually.True(() => watching.Members is not null && own.Members is not null, "both tails have begun");

        await new GridClient(there).Cluster.LeaveAsync();
        await Eventually.True(() => own.Told(ClusterChanges.ShuttingDown), "node2 tells that it is out");
        await Eventually.True(
            async () =>
            {
                try
                {
                    await new GridClient(there).Cluster.JoinAsync();
                    return true;
                }
                catch (GridException refusal) when (refusal.Kind == ProblemKinds.NodeRestarting)
                {
                    return false;
                }
            },
            "node2 takes the command to join");
        await Eventually.True(() => own.Told(ClusterChanges.Up, leaving), "node2 tells that it is up again");
        await Eventually.True(() => watching.Told(ClusterChanges.Up, leaving), "node1 tells that it is up again");

        Assert.Equal(3, watching.Members!.Members.Count);

        // Gossip may pass over a state, but not over the end of one life and the beginning of the next.
        Assert.Equal(
            [ClusterChanges.Removed, ClusterChanges.Up],
            watching.Of(leaving).Where(kind => kind is ClusterChanges.Removed or ClusterChanges.Up));
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_node_that_stops_ends_its_tails()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);
        using var end = new CancellationTokenSource();
        var tail = Tailing.Start(http, end.Token);
        await Eventually.True(() => tail.Members is not null, "the tail has begun");

        await nodes[0].StopAsync();

        await Eventually.True(() => tail.IsLost, "the tail is over");
        await end.CancelAsync();
    }

    /// <summary>A tail, and all that it has told.</summary>
    private sealed class Tailing
    {
        private readonly ConcurrentQueue<ClusterChange> _changes = new();

        public ClusterMembers? Members { get; private set; }

        public bool IsLost { get; private set; }

        public static Tailing Start(HttpClient http, CancellationToken end)
        {
            var tailing = new Tailing();
            _ = tailing.ReadAsync(new GridClient(http), end);
            return tailing;
        }

        public bool Told(string kind, string? address = null) =>
            _changes.Any(change => change.Event == kind && change.Member?.Address == address);

        public IEnumerable<string> Of(string address) =>
            _changes.Where(change => change.Member?.Address == address).Select(change => change.Event);

        private async Task ReadAsync(GridClient client, CancellationToken end)
        {
            var options = new ClusterTailOptions
            {
                OnConnection = connection => IsLost = connection.LostBecause is not null
            };
            await foreach (var item in client.Cluster.TailAsync(options, end))
            {
                if (item is MembersListed { Members: var members })
                    Members ??= members;
                else if (item is ClusterChanged { Change: var change })
                    _changes.Enqueue(change);
            }
        }
    }
}
