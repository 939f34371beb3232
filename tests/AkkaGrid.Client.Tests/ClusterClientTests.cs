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
        await using var node = await ScriptedNode.StartAsync(_ =>
            new ScriptedAnswer(202, Encode(Members), "application/json"));
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
    public async Task A_tail_tells_the_members_and_what_changes_passes_over_what_it_does_not_know()
    {
        await using var node = await TailAsync(
            $"event: members\ndata: {Members}\n\n"
            + "event: of-tomorrow\ndata: ?\n\n"
            + """
              event: change
              data: {"at":"2026-01-01T12:00:00Z","event":"leader-changed","leader":"akka.tcp://AkkaGrid@h:1"}


              """);

        var told = await node.Client().Cluster.TailAsync().Take(2).ToListAsync();

        Assert.Equal("a", Assert.Single(Assert.IsType<MembersListed>(told[0]).Members.Members).Name);
        var change = Assert.IsType<ClusterChanged>(told[1]).Change;
        Assert.Equal((ClusterChanges.LeaderChanged, "akka.tcp://AkkaGrid@h:1"), (change.Event, change.Leader));
    }

    [Fact]
    public async Task A_tail_that_falls_silent_or_breaks_off_says_so_once_and_tells_the_members_anew_when_it_is_back()
    {
        var open = new TaskCompletionSource();
        var calls = 0;
        await using var node = await ScriptedNode.StartAsync(_ => ++calls switch
        {
            1 => Events(Members) with { StaysOpen = open.Task },
            2 or 3 => ScriptedAnswer.Problem(503, ProblemKinds.NodeRestarting, "wait"),
            4 => ScriptedAnswer.None,
            5 => Events(Members),
            _ => Events(Members) with { StaysOpen = open.Task },
        });
        var connection = new List<string?>();
        var options = new ClusterTailOptions
        {
            Silence = TimeSpan.FromSeconds(1),
            RetryPause = TimeSpan.FromMilliseconds(1),
            OnConnection = change => connection.Add(change.LostBecause),
        };

        var told = await node.Client().Cluster.TailAsync(options).Take(3).ToListAsync();

        Assert.All(told, item => Assert.IsType<MembersListed>(item));
        Assert.Equal(["nothing was heard for 1 s", null, "the node ended it", null], connection);
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
            await foreach (var _ in node.Client().Cluster.TailAsync(cancellationToken: cancel.Token))
                await cancel.CancelAsync();
        });
        open.SetResult();
    }

    [Fact]
    public async Task A_tail_that_is_refused_says_why()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(429, ProblemKinds.TooManyWatches, "full"));

        var refusal = await Assert.ThrowsAsync<GridException>(() =>
            node.Client().Cluster.TailAsync().FirstAsync().AsTask());

        Assert.Equal(ProblemKinds.TooManyWatches, refusal.Kind);
    }

    private static ScriptedAnswer Events(string members) =>
        new(200, Encode($"event: members\ndata: {members}\n\n"), "text/event-stream");

    private static Task<ScriptedNode> TailAsync(string events, Task? open = null) => ScriptedNode.StartAsync(
        _ => new ScriptedAnswer(200, Encode(events), "text/event-stream") { StaysOpen = open ?? Task.CompletedTask });

    private static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
