using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.KeyValue;

public sealed class WatchScenario : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private LocalNodes _grid = null!;

    public async Task InitializeAsync() => _grid = await LocalNodes.StartAsync();

    public Task DisposeAsync() => _grid.DisposeAsync().AsTask();

    [Fact]
    public async Task A_watcher_sees_causes_first_loses_its_node_and_goes_on_at_another_without_a_gap_or_a_double()
    {
        using var patience = new CancellationTokenSource(Patience);
        var options = new WatchOptions
        {
            Prefix = "talk/",
            Others = [_grid.Client(2).Store],
            RetryPause = TimeSpan.FromMilliseconds(50)
        };
        await using var watch = _grid.Client(3).Store.WatchAsync(options, patience.Token).GetAsyncEnumerator();
        Assert.IsType<CutReached>(await NextAsync(watch));

        await _grid.LinkAsync(1, 3, LinkModes.Hold);
        await _grid.Client(1).Store.PutAsync("talk/question", "why?");
        await Sees(2, "talk/question");
        await _grid.Client(2).Store.PutAsync("talk/answer", "because");
        await Eventually.True(
            async () => (await _grid.Client(3).Store.ReplicaAsync()).Stash.Count >= 1, "node3 stashes the answer");
        await _grid.LinkAsync(1, 3, LinkModes.Pass);

        Assert.Equal(["talk/question", "talk/answer"], await ChangesAsync(watch, 2));

        await _grid.StopAsync(3);
        for (var i = 0; i < 20; i++)
            await _grid.Client(1 + (i % 2)).Store.PutAsync($"talk/{i:00}", "and then?");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"talk/{i:00}"), (await ChangesAsync(watch, 20)).Order());
    }

    [Fact]
    public async Task A_watcher_that_comes_to_a_node_which_is_behind_stays_there_until_it_can_go_on()
    {
        await _grid.LinkAsync(1, 3, LinkModes.Hold);
        await _grid.Client(1).Store.PutAsync("first", "1");
        await Sees(2, "first");
        using var there = await OpenAsync(2, null);
        var cursor = await ReadUntilAsync(there, "id: ");
        using var here = await OpenAsync(3, cursor["id: ".Length..]);

        await ReadUntilAsync(here, ": ");
        await _grid.LinkAsync(1, 3, LinkModes.Pass);
        await Sees(3, "first");
        await _grid.Client(3).Store.PutAsync("second", "2");

        var change = await ReadUntilAsync(here, "data: {\"dot\"");
        Assert.Contains("second", change);
    }

    [Fact]
    public async Task A_held_back_update_is_explained_until_it_is_delivered()
    {
        await _grid.LinkAsync(1, 3, LinkModes.Hold);
        var question = await _grid.Client(1).Store.PutAsync("question", "why?");
        await Sees(2, "question");
        var answer = await _grid.Client(2).Store.PutAsync("answer", "because");
        await Eventually.True(
            async () => (await ExplainAsync(answer)) is { State: UpdateStates.Waiting } waiting
                && waiting.HeldBy!.Any(holder => holder.Replica == "node2")
                && (await ExplainAsync(question)).State == UpdateStates.Elsewhere,
            "node3 says that the answer waits, and who has what it waits for");

        Assert.Contains(question.Dot, (await ExplainAsync(answer)).WaitsFor!);

        await _grid.LinkAsync(1, 3, LinkModes.Pass);

        await Eventually.True(
            async () => (await ExplainAsync(answer)).State == UpdateStates.Delivered, "the answer is delivered");
        Assert.Equal("winner", Assert.Single((await ExplainAsync(question)).Changes!).Outcome);

        Task<UpdateExplanation> ExplainAsync(KeyWritten written) => _grid.Client(3).Store.ExplainAsync(written.Dot);
    }

    // As a browser's EventSource does it, which knows of no causal context.
    private async Task<StreamReader> OpenAsync(int node, string? cursor)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/store/watch");
        if (cursor is not null)
            request.Headers.Add(GridHeaders.LastEventId, cursor);
        var answer = await _grid.Http(node).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task<string> ReadUntilAsync(StreamReader stream, string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await stream.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        throw new EndOfStreamException($"No line begins with '{beginning}'");
    }

    private static async Task<List<string>> ChangesAsync(IAsyncEnumerator<WatchEvent> watch, int count)
    {
        var keys = new List<string>();
        while (keys.Count < count)
        {
            if (await NextAsync(watch) is KeysChanged { Update: var update })
                keys.AddRange(update.Changes.Select(change => change.Key));
        }

        return keys;
    }

    private static async Task<WatchEvent> NextAsync(IAsyncEnumerator<WatchEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return watch.Current;
    }

    private Task Sees(int node, string key) => Eventually.True(
        async () => await _grid.Client(node).Store.GetAsync(key) is not null, $"node{node} sees {key}");
}
