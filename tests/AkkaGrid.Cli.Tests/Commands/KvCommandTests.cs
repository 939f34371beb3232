using System.Text.Json;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class KvCommandTests
{
    private const string WatchOfTwo =
        "event: resync\nid: c1\ndata: {\"reason\":\"trimmed\"}\n\n"
        + "event: change\nid: c2\ndata: {\"dot\":\"a.1:1\",\"timestamp\":\"1\",\"context\":\"x\",\"changes\":"
        + "[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"deleted\":true}]}\n\n"
        + "event: change\nid: c3\ndata: {\"dot\":\"a.1:2\",\"timestamp\":\"2\",\"context\":\"x\",\"changes\":"
        + "[{\"key\":\"a\",\"value\":\"/w==\",\"encoding\":\"base64\"}]}\n\n";

    private static readonly byte[] Binary = [0, 255, 13, 10, 27];

    [Fact]
    public async Task Get_writes_the_bytes_as_they_are()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            new ScriptedAnswer(200, Binary, null, ("X-Siblings", "2")));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "get", "a/b"));
        Assert.Equal(Binary, cli.Bytes);
        Assert.Equal("/kv/a%2Fb", Assert.Single(node.Requests).Target);
        Assert.Contains("2 concurrent version(s)", cli.Err);
    }

    [Fact]
    public async Task Get_of_a_missing_key_exits_with_1()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(404, "not-found", "no such key"));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("kv", "get", "x"));
        Assert.Contains("no key 'x'", cli.Err);
        Assert.Empty(cli.Out);
    }

    [Fact]
    public async Task Get_as_json_is_the_envelope()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(
            200,
            new { key = "x", value = "v", siblings = Array.Empty<object>(), clock = new { a = 1 }, context = "c" }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "get", "x", "--json", "--context", "earlier"));
        Assert.Equal("c", JsonElement.Parse(cli.Bytes).GetProperty("context").GetString());
        Assert.Equal("earlier", Assert.Single(node.Requests).Headers["X-Causal-Context"]);
    }

    [Fact]
    public async Task Explain_prints_the_sentences_of_the_node()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(
            200, new { dot = "a.1:2", state = "waiting", explanation = new[] { "It waits.", "b has it.\u001b[2J" } }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "explain", "a.1:2"));

        Assert.Equal("/store/explain?dot=a.1%3A2", Assert.Single(node.Requests).Target);
        Assert.StartsWith($"It waits.{Environment.NewLine}b has it.\\u001b", cli.Out);
    }

    [Fact]
    public async Task Watch_prints_what_changes_until_it_has_seen_enough()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Text(200, WatchOfTwo));
        var cli = new Cli(node);

        Assert.Equal(
            ExitCodes.Success, await cli.RunAsync("kv", "watch", "--prefix", "a", "--from", "c0", "--count", "2"));

        Assert.Equal("c0", Assert.Single(node.Requests).Headers["Last-Event-ID"]);
        Assert.Equal(["a = 1", "b deleted", "a = (base64) /w==", ""], cli.Out.Split(Environment.NewLine));
        Assert.Contains("changes were missed", cli.Err);
    }

    [Fact]
    public async Task Watch_as_json_prints_a_line_for_each_event_with_its_cursor()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Text(200, WatchOfTwo));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "watch", "--json", "--count", "2"));

        var lines = cli.Out.TrimEnd().Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["resync", "change", "change"], lines.Select(line => line.GetProperty("event").GetString()!));
        Assert.Equal(["c1", "c2", "c3"], lines.Select(line => line.GetProperty("cursor").GetString()!));
        Assert.Equal("b", lines[1].GetProperty("update").GetProperty("changes")[1].GetProperty("key").GetString());
    }

    [Fact]
    public async Task Watch_says_that_its_only_node_is_gone_and_goes_on_when_it_is_back()
    {
        var open = new TaskCompletionSource();
        var calls = 0;
        await using var node = await ScriptedNode.StartAsync(_ => ++calls switch
        {
            1 => ScriptedAnswer.Text(200, WatchOfTwo),
            2 => ScriptedAnswer.None,
            _ => ScriptedAnswer.Text(200, WatchOfTwo) with { StaysOpen = open.Task },
        });
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "watch", "--count", "3"));

        Assert.Equal("c3", node.Requests[2].Headers["Last-Event-ID"]);
        Assert.Contains(
            $"lost the connection to {node.Url}: the node ended it; trying again until it is interrupted", cli.Err);
        Assert.Contains($"connected to {node.Url} again", cli.Err);
        open.SetResult();
    }

    [Fact]
    public async Task Interrupting_a_watch_ends_it_without_a_word_and_exits_with_130()
    {
        var open = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Text(200, WatchOfTwo) with { StaysOpen = open.Task });
        using var interrupt = new CancellationTokenSource();
        var cli = new Cli(node);
        var run = cli.RunAsync(interrupt.Token, "kv", "watch");
        await Eventually.True(() => cli.Out.Contains("base64", StringComparison.Ordinal), "the watch is open");

        await interrupt.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await run);
        Assert.DoesNotContain("interrupted", cli.Err);
        open.SetResult();
    }

    [Fact]
    public async Task Retire_says_who_is_left()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { name = "c", replicas = new[] { "a", "b" } }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "retire", "c", "--force"));

        Assert.Equal("""{"name":"c","force":true}""", Assert.Single(node.Requests).Text);
        Assert.Contains("c is retired; the replicas are a, b", cli.Out);
    }

    [Fact]
    public async Task Backup_says_where_it_is()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { name = "monday", directory = "/data/backups/monday" }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "backup", "monday"));

        Assert.Equal("monday", Assert.Single(node.Requests).Json.GetProperty("name").GetString());
        Assert.Contains("/data/backups/monday", cli.Out);
    }

    [Fact]
    public async Task Replicas_shows_how_far_each_is_and_who_holds_stability_up()
    {
        var shown = await ReplicasAsync(behind: 0, stash: 0, lag: 4, blockedBy: "b");

        Assert.Contains("unreachable", shown);
        Assert.Contains("0 updates wait for their causes at a", shown);
        Assert.Contains("stability waits for b", shown);
    }

    [Fact]
    public async Task Replicas_of_a_node_that_is_behind_says_by_how_much_whatever_its_peers_have()
    {
        var shown = await ReplicasAsync(behind: 3, stash: 2, lag: 0, blockedBy: null);

        Assert.Matches(@"(?m)^\W*a\W+answers\W+190\W+3\W*$", shown);
        Assert.Contains("2 updates wait for their causes at a (80 bytes)", shown);
        Assert.Contains("a is behind: it lacks at least 3 updates of others", shown);
        Assert.DoesNotContain("no replica", shown);
    }

    [Fact]
    public async Task Replicas_claims_no_more_than_the_node_knows()
    {
        var shown = await ReplicasAsync(behind: 0, stash: 0, lag: 0, blockedBy: null);

        Assert.Contains("no replica is known to lack an update that a has or has heard of", shown);
    }

    [Theory]
    [InlineData("text", "text")]
    [InlineData("", "")]
    [InlineData("-1", "-1")]
    [InlineData("@file", "@file")]
    public async Task Put_takes_the_value_from_the_command_line_as_it_stands(string value, string stored)
    {
        await using var node = await ScriptedNode.StartAsync(_ => Written());
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "put", "x", value, "--w", "all", "--timeout", "250"));

        var request = Assert.Single(node.Requests);
        Assert.Equal("/kv/x?w=all&timeout=250", request.Target);
        Assert.Equal(stored, request.Text);
        Assert.Equal("text/plain; charset=utf-8", request.Headers["Content-Type"]);
        Assert.Equal("written as a.1:1", cli.Out.Trim());
    }

    [Fact]
    public async Task Put_takes_the_value_from_a_pipe()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Written());
        var cli = new Cli(node) { Input = Binary };

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "put", "x"));
        Assert.Equal(Binary, Assert.Single(node.Requests).Body);
    }

    [Fact]
    public async Task Put_takes_the_value_from_a_file()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Written());
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Binary);
            var exit = await new Cli(node).RunAsync("kv", "put", "x", "--file", path, "--content-type", "image/png");

            Assert.Equal(ExitCodes.Success, exit);
            Assert.Equal(Binary, Assert.Single(node.Requests).Body);
            Assert.Equal("image/png", node.Requests[0].Headers["Content-Type"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Put_of_a_file_that_is_not_there_exits_with_1()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Written());
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("kv", "put", "x", "--file", "no/such/file"));
        Assert.Contains("no/such/file", cli.Err);
    }

    [Fact]
    public async Task Delete_prints_the_update_it_became()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Written());
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "delete", "x", "--if-match", "\"e\""));
        Assert.Equal("DELETE", Assert.Single(node.Requests).Method);
        Assert.Equal("\"e\"", node.Requests[0].Headers["If-Match"]);
        Assert.Equal("deleted as a.1:1", cli.Out.Trim());
    }

    [Fact]
    public async Task List_shows_a_page_and_how_to_go_on()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            items = new object[]
            {
                new { key = "a", value = "one\u001b[2J", siblings = 0 },
                new { key = "b", value = "gA==", encoding = "base64", siblings = 3 },
            },
            next = "b",
        }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "list", "--prefix", "p", "--limit", "2"));
        Assert.Equal("/kv?prefix=p&limit=2", Assert.Single(node.Requests).Target);
        Assert.Contains("one\\u001b[2J", cli.Out);
        Assert.Contains("(base64) gA==", cli.Out);
        Assert.Contains("--after 'b'", cli.Err);
    }

    private static ScriptedAnswer Written() =>
        ScriptedAnswer.Json(200, new { key = "x", dot = "a.1:1", clock = new { a = 1 }, context = "c" });

    private static async Task<string> ReplicasAsync(int behind, int stash, int lag, string? blockedBy)
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            replica = "a",
            incarnation = "1",
            clock = new { a = 7, b = 3 },
            updates = new { a = 190, b = 3 },
            behind,
            stash = new { count = stash, bytes = stash * 40 },
            peers = new[] { new { replica = "b", reachable = lag == 0, lag } },
            stability = new { clock = new { a = 3 }, blocked_by = blockedBy },
        }));
        var cli = new Cli(node);
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "replicas"));
        return cli.Out;
    }
}
