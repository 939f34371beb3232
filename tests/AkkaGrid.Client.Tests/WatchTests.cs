using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class WatchTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Changes_come_with_their_cursor_and_become_part_of_the_session()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Events(Cut("c0"), Change("c1", "a", "later!")));
        var client = node.Client();

        var events = await TakeAsync(client.Store.WatchAsync(new WatchOptions { Prefix = "a/b", Initial = true }), 2);

        Assert.Equal("/store/watch?prefix=a%2Fb&initial=true", node.Requests[0].Target);
        Assert.Equal("c0", Assert.IsType<CutReached>(events[0]).Cursor);
        var changed = Assert.IsType<KeysChanged>(events[1]);
        Assert.Equal("c1", changed.Cursor);
        Assert.Equal(new WatchedChange("a", "v"), Assert.Single(changed.Update.Changes));
        Assert.Equal("later!", client.Session.Context);
    }

    [Fact]
    public async Task A_watch_that_breaks_off_goes_on_behind_its_cursor_at_the_next_node()
    {
        await using var lost = await ScriptedNode.StartAsync(_ => Events(Cut("c0"), Change("c1", "a")));
        await using var busy = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(503, "context-unavailable", "not yet"));
        await using var other = await ScriptedNode.StartAsync(_ => Events(
            Cut("c1"), Change("c2", "b"), "event: cut-off\ndata: {\"reason\":\"slow\"}\n\n", Change("c9", "never")));
        var options = new WatchOptions { RetryPause = AtOnce, Others = [busy.Client().Store, other.Client().Store] };

        var events = await TakeAsync(lost.Client().Store.WatchAsync(options), 6);

        Assert.Equal(["c0", "c1", "c1", "c2", "c0", "c1"], events.Select(item => item.Cursor!));
        Assert.Equal("c1", busy.Requests[0].Headers["Last-Event-ID"]);
        Assert.Equal("c1", other.Requests[0].Headers["Last-Event-ID"]);
        Assert.Equal("c2", lost.Requests[1].Headers["Last-Event-ID"]);
        Assert.DoesNotContain("Last-Event-ID", lost.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task A_node_that_says_nothing_counts_as_lost()
    {
        var isFirst = true;
        var silent = new TaskCompletionSource<ScriptedAnswer>();
        await using var node = await ScriptedNode.StartAsync(request =>
        {
            (var first, isFirst) = (isFirst, false);
            return first
                ? Task.FromResult(Events(Cut("c0")) with { StaysOpen = silent.Task })
                : Task.FromResult(Events(Cut("c1")));
        });

        var events = await TakeAsync(
            node.Client()
                .Store.WatchAsync(new WatchOptions { RetryPause = AtOnce, Silence = TimeSpan.FromMilliseconds(200) }),
            2);

        Assert.Equal(["c0", "c1"], events.Select(item => item.Cursor!));
        silent.SetCanceled();
    }

    [Fact]
    public async Task What_a_resync_asks_to_read_anew_is_not_older_than_where_the_watch_goes_on()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Events(
            "event: later\ndata: 7\n\n",
            "event: resync\nid: c5\ndata: {\"reason\":\"trimmed\",\"context\":\"now!\"}\n\n"));
        var client = node.Client();

        var resync = Assert.IsType<ResyncNeeded>(Assert.Single(await TakeAsync(client.Store.WatchAsync(), 1)));

        Assert.Equal(("trimmed", "c5"), (resync.Reason, resync.Cursor));
        Assert.Equal("now!", client.Session.Context);
    }

    [Fact]
    public async Task The_keys_at_the_start_are_part_of_the_session_once_they_are_all_told()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Events(
            "event: snapshot\ndata: {\"items\":[{\"key\":\"k\",\"dot\":\"a.1:1\",\"timestamp\":\"1\",\"siblings\":0,"
                + "\"deleted\":true}]}\n\n",
            Cut("c0")));
        var client = node.Client();

        var events = await TakeAsync(client.Store.WatchAsync(new WatchOptions { Initial = true }), 2);

        Assert.True(Assert.Single(Assert.IsType<KeysPresent>(events[0]).Items).Deleted);
        Assert.Null(events[0].Cursor);
        Assert.Equal("cut!", client.Session.Context);
    }

    [Theory]
    [InlineData(400, "invalid-request")]
    [InlineData(503, "store-unavailable")]
    public async Task A_watch_that_no_node_takes_at_its_beginning_fails(int status, string kind)
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Problem(status, kind, "no"));
        var watch = node.Client().Store.WatchAsync(new WatchOptions { RetryPause = AtOnce });

        var refused = await Assert.ThrowsAsync<GridException>(() => TakeAsync(watch, 1));

        Assert.Equal(kind, refused.Kind);
        Assert.Single(node.Requests);
    }

    private static ScriptedAnswer Events(params string[] events) => ScriptedAnswer.Text(200, string.Concat(events));

    private static string Cut(string cursor) => $"event: cursor\nid: {cursor}\ndata: {{\"context\":\"cut!\"}}\n\n";

    private static string Change(string cursor, string key, string context = "seen!") =>
        $"event: change\nid: {cursor}\ndata: {{\"dot\":\"a.1:1\",\"timestamp\":\"1\",\"changes\":[{{\"key\":\"{key}\","
        + $"\"value\":\"v\"}}],\"context\":\"{context}\"}}\n\n";

    private static async Task<List<WatchEvent>> TakeAsync(IAsyncEnumerable<WatchEvent> watch, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = new List<WatchEvent>();
        await foreach (var item in watch.WithCancellation(patience.Token))
        {
            events.Add(item);
            if (events.Count == count)
                break;
        }

        return events;
    }
}
