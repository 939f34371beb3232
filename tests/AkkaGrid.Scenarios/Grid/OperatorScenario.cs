using AkkaGrid.Cli;
using AkkaGrid.Scenarios.Partitions;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Grid;

public sealed class OperatorScenario : IAsyncLifetime
{
    private readonly CuttableNodes _nodes = new(3);

    public async Task InitializeAsync()
    {
        await _nodes.StartAsync(1, 2, 3);
        await _nodes.AreOneClusterAsync(1, 2, 3);
    }

    public Task DisposeAsync() => _nodes.DisposeAsync().AsTask();

    [Fact]
    public async Task An_operator_sends_a_node_away_calls_it_back_and_sees_both()
    {
        using var end = new CancellationTokenSource();
        await using var tail = Operator.Start(_nodes.Url(1), end.Token, "cluster", "tail");
        await Eventually.True(() => tail.Out.Split("present").Length == 4, "the tail shows three members");

        var (left, farewell) = await Operator.RunAsync(_nodes.Url(2), "cluster", "leave");
        var (leader, _) = await Operator.RunAsync(_nodes.Url(2), "cluster", "leader");
        var (joined, row) = await Operator.RunAsync(_nodes.Url(2), "cluster", "join");
        var (_, members) = await Operator.RunAsync(_nodes.Url(2), "cluster", "show");

        Assert.Equal((ExitCodes.Success, ExitCodes.Failure, ExitCodes.Success), (left, leader, joined));
        Assert.EndsWith("has left the cluster", farewell);
        Assert.Contains("| up |", row);
        Assert.EndsWith("Count: 3 nodes", members);
        await Eventually.True(() => tail.Out.Contains("member-joined"), "the tail shows the node that is back");
        Assert.Contains("member-left", tail.Out);
        Assert.Contains("member-removed", tail.Out);
        await end.CancelAsync();
        Assert.Equal(ExitCodes.Interrupted, await tail.Exit);
    }

    [Fact]
    public async Task A_node_that_is_marked_as_down_comes_back_by_itself()
    {
        using var end = new CancellationTokenSource();
        await using var tail = Operator.Start(_nodes.Url(1), end.Token, "cluster", "tail");
        await Eventually.True(() => tail.Out.Contains("present"), "the tail has begun");

        Assert.Equal(
            ExitCodes.Success, (await Operator.RunAsync(_nodes.Url(1), "cluster", "down", "--name", "node3")).Exit);

        await Eventually.True(
            () => tail.Out.Contains("member-downed") && tail.Out.Contains("member-up"), "node3 goes, and comes back");
        await _nodes.AreOneClusterAsync(1, 2, 3);
        await end.CancelAsync();
        Assert.Equal(ExitCodes.Interrupted, await tail.Exit);
    }
}
