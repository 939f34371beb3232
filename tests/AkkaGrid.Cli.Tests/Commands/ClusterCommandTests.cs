using System.Text;
using System.Text.Json;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class ClusterCommandTests
{
    private const string Here = "akka.tcp://AkkaGrid@h:1";
    private const string There = "akka.tcp://AkkaGrid@h:2";

    [Fact]
    public async Task The_cluster_is_shown_in_rows_that_scripts_for_pbm_can_split()
    {
        await using var node = await AnsweringAsync(Members(Here, (Here, "up", true), (There, "leaving", false)));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("cluster", "show"));
        Assert.Equal(
            [
                $"{Here} | [seed, x] | up |  | 0.1.0 | h1",
                $"{There} | [seed, x] | leaving | unreachable | 0.1.0 | h2",
                "Balancer: h2",
                "Count: 2 nodes",
            ],
            Lines(cli.Out));
        Assert.Empty(cli.Err);
    }

    [Fact]
    public async Task Status_is_the_row_of_the_node_itself_and_leader_an_address()
    {
        await using var node = await AnsweringAsync(Members(Here, (Here, "up", true), (There, "leaving", false)));
        var (status, leader, json) = (new Cli(node), new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Success, await status.RunAsync("cluster", "status"));
        Assert.Equal(ExitCodes.Success, await leader.RunAsync("cluster", "leader"));
        Assert.Equal(ExitCodes.Success, await json.RunAsync("cluster", "status", "--json"));
        Assert.Equal([$"{Here} | [seed, x] | up |  | 0.1.0 | h1"], Lines(status.Out));
        Assert.Equal([Here], Lines(leader.Out));
        Assert.Equal(Here, JsonElement.Parse(json.Bytes).GetProperty("address").GetString());
    }

    [Fact]
    public async Task A_node_in_no_cluster_has_no_leader_and_is_told_how_to_get_one()
    {
        await using var node = await AnsweringAsync(Members(null, (Here, "joining", true)));
        var (show, leader) = (new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Success, await show.RunAsync("cluster", "show"));
        Assert.Equal(ExitCodes.Failure, await leader.RunAsync("cluster", "leader"));
        Assert.Contains("in no cluster", show.Err);
        Assert.Contains("akkagrid cluster join", leader.Err);
        Assert.Empty(leader.Out);
    }

    [Fact]
    public async Task Leave_waits_until_the_member_is_gone()
    {
        var reads = 0;
        await using var node = await ScriptedNode.StartAsync(request => Json(
            request.Method == "POST" || ++reads < 3
                ? Members(Here, (Here, "up", true), (There, "leaving", true))
                : Members(Here, (Here, "up", true))));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("cluster", "leave", "-n", "h2"));
        Assert.Equal([$"{There} has left the cluster"], Lines(cli.Out));
        Assert.Equal("""{"name":"h2"}""", node.Requests[0].Text);
        Assert.Equal(4, node.Requests.Count);
    }

    [Fact]
    public async Task Leave_without_a_member_is_the_node_itself_which_is_alone_then()
    {
        await using var node = await ScriptedNode.StartAsync(request => Json(request.Method == "POST"
            ? Members(Here, (Here, "up", true), (There, "up", true))
            : Members(null, (Here, "joining", true))));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("cluster", "leave"));
        Assert.Equal([$"{Here} has left the cluster"], Lines(cli.Out));
        Assert.Equal("{}", node.Requests[0].Text);
    }

    [Fact]
    public async Task What_does_not_come_about_in_time_is_a_failure_and_who_does_not_wait_is_told_atOnce()
    {
        await using var node = await AnsweringAsync(Members(Here, (Here, "up", true), (There, "leaving", true)));
        var (late, atOnce) = (new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Failure, await late.RunAsync("cluster", "leave", "-a", There, "--timeout", "0.01"));
        Assert.Equal(ExitCodes.Success, await atOnce.RunAsync("cluster", "leave", "-a", There, "--timeout", "0"));
        Assert.Contains("has not left yet", late.Err);
        Assert.Equal([$"{There} begins to leave"], Lines(atOnce.Out));
    }

    [Fact]
    public async Task Join_asks_again_while_the_node_restarts_and_shows_it_once_it_is_up()
    {
        var (posts, reads) = (0, 0);
        await using var node = await ScriptedNode.StartAsync(request => request.Method == "POST" && ++posts < 3
            ? ScriptedAnswer.Problem(503, "node-restarting", "wait")
            : Json(request.Method == "POST" || ++reads < 2
                ? Members(null, (Here, "joining", true))
                : Members(Here, (Here, "up", true), (There, "up", true))));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("cluster", "join", "-a", There));
        Assert.Equal([$"{Here} | [seed, x] | up |  | 0.1.0 | h1"], Lines(cli.Out));
        Assert.Equal(3, posts);
        Assert.Equal($$"""{"address":"{{There}}"}""", node.Requests[0].Text);
    }

    [Fact]
    public async Task Join_fails_where_no_cluster_is_to_be_had()
    {
        await using var node = await AnsweringAsync(Members(null, (Here, "joining", true)));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("cluster", "join", "--timeout", "0.01"));
        Assert.Contains("majority of the seeds", cli.Err);
    }

    [Fact]
    public async Task Members_are_marked_as_down()
    {
        await using var node = await AnsweringAsync(Members(Here, (Here, "up", true), (There, "up", false)));
        var (down, unreachable) = (new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Success, await down.RunAsync("cluster", "down", "-a", There));
        Assert.Equal(ExitCodes.Success, await unreachable.RunAsync("cluster", "down-unreachable"));
        Assert.Equal([$"{There} is marked as down"], Lines(down.Out));
        Assert.Equal(
            [$"{There} | [seed, x] | up | unreachable | 0.1.0 | h2", "1 marked as down"], Lines(unreachable.Out));
        Assert.Equal(["/cluster/down", "/cluster/down-unreachable"], node.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_member_that_there_is_not_is_told_in_the_words_of_the_grid()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(404, "not-found", "no such member"));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("cluster", "down", "-n", "x"));
        Assert.Equal(["error: no such member (404 not-found)"], Lines(cli.Err));
    }

    [Fact]
    public async Task Tail_prints_who_is_there_and_each_change_until_it_is_interrupted()
    {
        var open = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(_ => Tail() with { StaysOpen = open.Task });
        var (cli, json) = (new Cli(node), new Cli(node));

        await RunUntilAsync(cli, "T12:00:02", "cluster", "tail");
        await RunUntilAsync(json, "T12:00:02", "cluster", "tail", "--json");

        var lines = Lines(cli.Out);
        Assert.EndsWith($"Z | present | {Here} | [seed, x] | up |  | 0.1.0 | h1", lines[0]);
        Assert.Equal(
            [
                $"2026-01-01T12:00:00.000Z | unreachable | {There} | [] | up | unreachable |  | h2",
                $"2026-01-01T12:00:01.000Z | leader-changed | none",
                "2026-01-01T12:00:02.000Z | shutting-down | the node is out of the cluster",
            ],
            lines[1..]);
        Assert.Empty(cli.Err);
        Assert.Equal(
            ["members", "at", "at", "at"],
            Lines(json.Out)
                .Select(line => JsonElement.Parse(Encoding.UTF8.GetBytes(line)).EnumerateObject().First().Name));
        open.SetResult();
    }

    [Fact]
    public async Task Tail_says_that_the_connection_is_lost_and_shows_the_members_anew_when_it_is_back()
    {
        var open = new TaskCompletionSource();
        var calls = 0;
        await using var node = await ScriptedNode.StartAsync(_ =>
            ++calls == 1 ? Tail() : Tail() with { StaysOpen = open.Task });
        var cli = new Cli(node);

        await RunUntilAsync(cli, () => cli.Out.Split("shutting-down").Length == 3, "cluster", "tail");

        Assert.Equal(2, cli.Out.Split("present").Length - 1);
        Assert.Equal(
            [
                $"lost the connection to {node.Url}: the node ended it; trying again until it is interrupted",
                $"connected to {node.Url} again; what has changed meanwhile shows in the members",
            ],
            Lines(cli.Err));
        open.SetResult();
    }

    private static Task RunUntilAsync(Cli cli, string told, params string[] args) =>
        RunUntilAsync(cli, () => cli.Out.Contains(told, StringComparison.Ordinal), args);

    private static async Task RunUntilAsync(Cli cli, Func<bool> condition, params string[] args)
    {
        using var interrupt = new CancellationTokenSource();
        var run = cli.RunAsync(interrupt.Token, args);
        await Eventually.True(condition, string.Join(' ', args));
        await interrupt.CancelAsync();
        Assert.Equal(ExitCodes.Interrupted, await run);
    }

    private static ScriptedAnswer Tail() => new(
        200,
        Encoding.UTF8.GetBytes(
            $"event: members\ndata: {JsonSerializer.Serialize(Members(Here, (Here, "up", true)))}\n\n"
            + $$$"""event: change{{{"\n"}}}data: {"at":"2026-01-01T12:00:00Z","event":"unreachable","member":{"name":"h2","address":"{{{There}}}","roles":[],"status":"up","reachable":false}}{{{"\n\n"}}}"""
            + $"event: members\ndata: {JsonSerializer.Serialize(Members(Here, (Here, "up", true)))}\n\n"
            + """event: change""" + "\n" + """data: {"at":"2026-01-01T12:00:01Z","event":"leader-changed"}""" + "\n\n"
            + """event: change""" + "\n" + """data: {"at":"2026-01-01T12:00:02Z","event":"shutting-down"}""" + "\n\n"),
        "text/event-stream");

    private static Task<ScriptedNode> AnsweringAsync(object members) => ScriptedNode.StartAsync(_ => Json(members));

    private static ScriptedAnswer Json(object members) => ScriptedAnswer.Json(200, members);

    /// <summary>The members as the first of them tells them; without a leader it is alone.</summary>
    private static object Members(
        string? leader, params (string Address, string Status, bool Reachable)[] members) => new
        {
            members = members.Select(member => new
            {
                name = "h" + member.Address[^1],
                address = member.Address,
                roles = new[] { "seed", "x" },
                status = member.Status,
                reachable = member.Reachable,
                version = "0.1.0",
            }),
            leader,
            balancer_node = leader is null ? null : "h2",
            state = leader is null ? "alone" : "member",
            self = members[0].Address,
        };

    private static string[] Lines(string text) =>
        [.. text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
}
