using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

public sealed class WatchRouteTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ServingNode _node = null!;

    private HttpClient Http => _node.Http;

    public async Task InitializeAsync() => _node = await ServingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_batch_is_one_event_with_the_keys_below_the_prefix_and_the_cursor_resumes_behind_it()
    {
        await PutAsync("a/0", "before");
        using var watch = await WatchAsync("?prefix=a/");
        var cut = await watch.NextAsync();
        await _node.PostJsonAsync(
            "/store/batch", """{"puts":{"a/1":"text","a/2":{"base64":"/w=="},"b":"no"},"deletes":["a/0"]}""");
        await PutAsync("a/3", "later");

        var change = await watch.NextAsync();
        using var resumed = await WatchAsync("?prefix=a/", change.EventId);

        Assert.Equal(WatchEvents.Cursor, cut.EventType);
        Assert.Equal(WatchEvents.Change, change.EventType);
        Assert.Equal(
            """[{"key":"a/1","value":"text"},{"key":"a/2","value":"/w==","encoding":"base64"},{"key":"a/0","deleted":true}]""",
            JsonElement.Parse(change.Data).GetProperty("changes").GetRawText());
        var last = await watch.NextAsync();
        Assert.Equal(last.Data, (await resumed.NextAsync()).Data);
        Assert.Equal((WatchEvents.Cursor, last.EventId), Kind(await resumed.NextAsync()));
    }

    [Fact]
    public async Task The_keys_that_there_are_come_first_where_they_are_asked_for()
    {
        await PutAsync("a", "1");
        await PutAsync("gone", "1");
        await Http.DeleteAsync("/kv/gone");
        using var watch = await WatchAsync("?initial=true");

        var keys = JsonSerializer.Deserialize((await watch.NextAsync()).Data, GridJson.Default.WatchedKeys)!;
        var cut = await watch.NextAsync();

        Assert.Equal(
            [("a", "1", false), ("gone", null, true)], keys.Items.Select(item => (item.Key, item.Value, item.Deleted)));
        Assert.Equal(WatchEvents.Cursor, cut.EventType);
    }

    [Theory]
    [InlineData("", "garbage")]
    [InlineData("", "AA")]
    [InlineData("?initial=maybe", null)]
    [InlineData("?prefix=%00", null)]
    public async Task Bad_input_is_a_problem(string query, string? lastEventId)
    {
        using var answer = await OpenAsync(query, lastEventId);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_cursor_that_names_what_no_member_has_begins_at_the_present_and_says_so()
    {
        var lost = WatchCursor.Of(VectorClock.Of(new Dot(new Incarnation(ReplicaId.Create("lost"), 1), 5)));

        using var watch = await WatchAsync("", lost.ToString());

        Assert.Equal(WatchEvents.Resync, (await watch.NextAsync()).EventType);
    }

    [Fact]
    public async Task A_watcher_that_hangs_up_leaves_nothing_behind()
    {
        using (var watch = await WatchAsync(""))
        {
            await watch.NextAsync();
            Assert.Contains("kv_watches 1\n", await Http.GetStringAsync("/metrics"));
        }

        await Eventually.True(
            async () => (await Http.GetStringAsync("/metrics")).Contains("kv_watches 0\n"), "the place is free again");
    }

    [Fact]
    public async Task A_node_that_stops_ends_the_stream_cleanly()
    {
        using var watch = await WatchAsync("");
        await watch.NextAsync();

        var stopped = _node.Node.StopAsync();

        Assert.False(await watch.Events.MoveNextAsync().AsTask().WaitAsync(Patience));
        await stopped;
    }

    private static (string Kind, string? Id) Kind(SseItem<string> item) => (item.EventType, item.EventId);

    private Task<HttpResponseMessage> PutAsync(string key, string value) =>
        Http.PutAsync($"/kv/{key}", new StringContent(value));

    private async Task<HttpResponseMessage> OpenAsync(string query, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/store/watch" + query);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation(GridHeaders.LastEventId, lastEventId);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    [Fact]
    public void A_watch_is_never_silent_for_longer_than_its_clients_are_promised() =>
        Assert.Equal(
            StreamHeartbeat.Interval,
            _node.Node.Services.GetRequiredService<AkkaGrid.KeyValue.KeyValueStore>().Options.WatchHeartbeat);

    private async Task<Watching> WatchAsync(string query, string? lastEventId = null)
    {
        var answer = await OpenAsync(query, lastEventId);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        var events = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync();
        return new Watching(answer, events.GetAsyncEnumerator());
    }

    private sealed record Watching(HttpResponseMessage Answer, IAsyncEnumerator<SseItem<string>> Events) : IDisposable
    {
        public async Task<SseItem<string>> NextAsync()
        {
            Assert.True(await Events.MoveNextAsync().AsTask().WaitAsync(Patience));
            return Events.Current;
        }

        public void Dispose() => Answer.Dispose();
    }
}
