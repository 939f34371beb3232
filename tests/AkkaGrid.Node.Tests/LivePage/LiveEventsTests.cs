using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.LivePage;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.LivePage;

[Trait("Speed", "Slow")]
public sealed class LiveEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_node_tells_of_itself_its_cluster_and_the_replicas_of_others_and_how_updates_reach_them()
    {
        await using var nodes = await TestNodes.StartAsync(2);
        using var here = TestNodes.Http(nodes[0]);
        using var there = TestNodes.Http(nodes[1]);
        using var looking = await LookAsync(here);
        var hello = await looking.NextAsync(LiveEvents.Hello, LiveJson.Default.LiveHello, _ => true);

        var cluster = await looking.NextAsync(
            LiveEvents.Cluster, LiveJson.Default.LiveCluster, told => told.View.BalancerNode is not null);
        var replicas = await looking.NextAsync(
            LiveEvents.Replicas,
            LiveJson.Default.LiveReplicas,
            told => told.Items.Count == 2 && told.Items.All(item => item.Fresh));
        await there.PutAsync("/kv/hello", new StringContent("world"));
        await here.PutAsync("/kv/answer", new StringContent("hello"));
        var arrivals = new List<LiveUpdate>();
        await looking.NextAsync(LiveEvents.Updates, LiveJson.Default.LiveUpdates, told =>
        {
            arrivals.AddRange(told.Items);
            return arrivals.Any(update => update.To == "node1") && arrivals.Any(update => update.To == "node2");
        });

        Assert.Equal(("node1", false), (hello.Node, hello.Lab));
        Assert.Equal(
            new[] { nodes[0], nodes[1] }.Select(node => node.Addresses[0].ToString().TrimEnd('/')),
            replicas.Items.Select(item => item.Url));
        Assert.Equal(["node1", "node2"], cluster.View.Members.Select(member => member.Name));
        var came = Assert.Single(arrivals, update => update.Key == "hello");
        Assert.Equal(("node2", "node1", "delivered"), (came.From, came.To, came.Outcome));
        Assert.Contains(arrivals, update => update is { Key: "answer", From: "node1", To: "node2" });
    }

    [Fact]
    public async Task A_node_tells_whether_it_is_ready_and_why_not()
    {
        await using var member = await TestNodes.StartAsync(1);
        await using var alone = await TestNodes.StartAsync(1, seeds: 3);
        using var http = TestNodes.Http(member[0]);
        using var httpOfAlone = TestNodes.Http(alone[0]);
        using var looking = await LookAsync(http);
        using var lookingAtAlone = await LookAsync(httpOfAlone);

        await looking.NextAsync(LiveEvents.Health, LiveJson.Default.LiveHealth, told => told.Reasons.Count == 0);
        var health = await lookingAtAlone.NextAsync(
            LiveEvents.Health, LiveJson.Default.LiveHealth, told => told.Reasons.Count > 0);

        Assert.Contains("This node is in no cluster; it serves its store alone and keeps trying.", health.Reasons);
    }

    [Fact]
    public async Task There_are_only_so_many_places_and_who_hangs_up_gives_his_back()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);
        var view = nodes[0].Services.GetRequiredService<LiveView>();
        var places = Enumerable.Range(1, LiveBoard.MaxReaders - 1).Select(_ => view.TryOpen()!).ToList();
        using (await LookAsync(http))
        {
            using var refused = await http.GetAsync("/live/events");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }

        foreach (var place in places)
            place.Dispose();
        await Eventually.True(() => !view.IsWatched, "the place is free again");
    }

    [Fact]
    public async Task A_node_that_stops_ends_the_stream_cleanly()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);
        using var looking = await LookAsync(http);
        await looking.NextAsync(LiveEvents.Hello, LiveJson.Default.LiveHello, _ => true);

        var stopped = nodes[0].StopAsync();

        Assert.True(await looking.EndsAsync());
        await stopped;
    }

    [Fact]
    public async Task A_node_whose_actor_system_is_away_goes_on_telling_and_tells_all_again_when_it_is_back()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);
        using var looking = await LookAsync(http);
        await looking.NextAsync(
            LiveEvents.Replicas, LiveJson.Default.LiveReplicas, told => told.Items.Any(item => item.Fresh));
        var before = nodes[0].Services.GetRequiredService<ActorSystemHandle>().Restarts;

        await http.PostAsync("/cluster/leave", null);

        await looking.NextAsync(
            LiveEvents.Cluster, LiveJson.Default.LiveCluster, told => told.View.State == ClusterStates.Alone);
        await Eventually.True(
            () => nodes[0].Services.GetRequiredService<ActorSystemHandle>().Restarts > before,
            "the actor system is built again");
        await http.PutAsync("/kv/later", new StringContent("1"));
        await looking.NextAsync(
            LiveEvents.Replicas,
            LiveJson.Default.LiveReplicas,
            told => told.Items.Any(item =>
                item is { Fresh: true, Told.Clock.Count: > 0 } && item.Told.Clock.GetValueOrDefault("node1") > 0));
    }

    private static async Task<Looking> LookAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events");
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        var events = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync();
        return new Looking(answer, events.GetAsyncEnumerator());
    }

    /// <summary>One who looks at a node.</summary>
    private sealed class Looking(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> events) : IDisposable
    {
        /// <summary>Awaits an event that tells what is awaited.</summary>
        public async Task<T> NextAsync<T>(
            string name, JsonTypeInfo<T> type, Func<T, bool> isAwaited)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await events.MoveNextAsync().AsTask().WaitAsync(patience.Token))
            {
                if (events.Current.EventType == name
                    && JsonSerializer.Deserialize(events.Current.Data, type) is { } told && isAwaited(told))
                {
                    return told;
                }
            }

            throw new InvalidOperationException($"The stream has ended before the {name} that was awaited");
        }

        /// <summary>Whether the stream ends as it should.</summary>
        public async Task<bool> EndsAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await events.MoveNextAsync().AsTask().WaitAsync(patience.Token))
            {
                // What was told before the end.
            }

            return true;
        }

        public void Dispose() => answer.Dispose();
    }
}
