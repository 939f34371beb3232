using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class ClusterClientTests
{
    private const string Members =
        """{"members":[{"name":"a","address":"akka.tcp://AkkaGrid@h:1","roles":[],"status":"up","reachable":true}],"leader":null,"balancer_node":null,"state":"member","self":"akka.tcp://AkkaGrid@h:1"}""";

    [Fact]
    public async Task Commands_say_which_member_they_mean()
    {
        await using var node = await ScriptedNode.StartAsync(_ => new ScriptedAnswer(202, Encode(Members), "application/json"));
        var cluster = node.Client().Cluster;

        await cluster.JoinAsync();
        await cluster.JoinAsync("akka.tcp://AkkaGrid@h:2");
        await cluster.LeaveAsync();
        await cluster.LeaveAsync(new ClusterTarget(Name: "b"));
        await cluster.DownAsync(new ClusterTarget(Address: "akka.tcp://AkkaGrid@h:2"));
        var members = await cluster.DownUnreachableAsync();

        Assert.Equal("akka.tcp://AkkaGrid@h:1", members.Self);
        Assert.Equal(
            [
                "POST /cluster/join {}",
                """POST /cluster/join {"address":"akka.tcp://AkkaGrid@h:2"}""",
                "POST /cluster/leave {}",
                """POST /cluster/leave {"name":"b"}""",
                """POST /cluster/down {"address":"akka.tcp://AkkaGrid@h:2"}""",
                "POST /cluster/down-unreachable {}",
            ],
            node.Requests.Select(request => $"{request.Method} {request.Target} {request.Text}"));
    }

    [Fact]
    public async Task A_tail_tells_the_members_and_what_changes_passes_over_what_it_does_not_know_and_ends_with_its_connection()
    {
        await using var node = await TailAsync(
            $"event: members\ndata: {Members}\n\n"
            + "event: of-tomorrow\ndata: ?\n\n"
            + """
              event: change
              data: {"at":"2026-01-01T12:00:00Z","event":"leader-changed","leader":"akka.tcp://AkkaGrid@h:1"}


              """);

        var told = await node.Client().Cluster.TailAsync().ToListAsync();

        Assert.Equal("a", Assert.Single(Assert.IsType<MembersTold>(told[0]).Members.Members).Name);
        var change = Assert.IsType<ClusterChanged>(told[1]).Change;
        Assert.Equal((ClusterChanges.LeaderChanged, "akka.tcp://AkkaGrid@h:1"), (change.Event, change.Leader));
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task A_tail_ends_when_the_node_is_silent_for_too_long()
    {
        var open = new TaskCompletionSource();
        await using var node = await TailAsync($"event: members\ndata: {Members}\n\n", open.Task);

        var told = await node.Client().Cluster.TailAsync(new() { Silence = TimeSpan.FromMilliseconds(200) }).ToListAsync();

        Assert.Single(told);
        open.SetResult();
    }

    [Fact]
    public async Task A_tail_that_is_cancelled_says_so()
    {
        using var cancel = new CancellationTokenSource();
        var open = new TaskCompletionSource();
        await using var node = await TailAsync($"event: members\ndata: {Members}\n\n", open.Task);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in node.Client().Cluster.TailAsync(cancel: cancel.Token))
                await cancel.CancelAsync();
        });
        open.SetResult();
    }

    [Fact]
    public async Task A_tail_that_is_refused_says_why()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Problem(429, ProblemKinds.TooManyWatches, "full"));

        var refusal = await Assert.ThrowsAsync<GridException>(() => node.Client().Cluster.TailAsync().FirstAsync().AsTask());

        Assert.Equal(ProblemKinds.TooManyWatches, refusal.Kind);
    }

    private static Task<ScriptedNode> TailAsync(string events, Task? open = null) => ScriptedNode.StartAsync(
        _ => new ScriptedAnswer(200, Encode(events), "text/event-stream") { StaysOpen = open ?? Task.CompletedTask });

    private static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
