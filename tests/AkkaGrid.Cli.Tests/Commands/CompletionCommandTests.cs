using AkkaGrid.Testing.Http;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_is_told_to_ask_for_the_words_that_fit(string shell)
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("completion", shell));
        Assert.Contains("[suggest:", cli.Out);
    }

    [Theory]
    [InlineData("akkagrid clu", "cluster")]
    [InlineData("akkagrid cluster ", "show status leader leave join down down-unreachable tail")]
    [InlineData("akkagrid cluster leave --ti", "--timeout")]
    [InlineData("akkagrid charge EV_1 7 --priority ", "low normal high")]
    [InlineData("akkagrid completion ", "bash zsh fish pwsh")]
    public async Task The_words_that_fit_are_suggested(string line, string words)
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Empty(words.Split(' ').Except(cli.Out.Split(Environment.NewLine)));
    }

    [Theory]
    [InlineData("akkagrid substations drain ", "substation_1 substation_2")]
    [InlineData("akkagrid sessions --substation substation_2", "substation_2")]
    [InlineData("akkagrid sessions show ", "0123456789abcdef0123456789abcdef")]
    [InlineData("akkagrid kv get fl", "fleet/1")]
    [InlineData("akkagrid kv retire ", "a b")]
    [InlineData("akkagrid lab hold a ", "a b")]
    [InlineData("akkagrid cluster leave --name ", "n1")]
    [InlineData("akkagrid cluster down -a ", "akka.tcp://AkkaGrid@h:1")]
    public async Task Ids_names_and_keys_are_suggested_by_the_node(string line, string words)
    {
        await using var node = await ScriptedNode.StartAsync(Answer);
        var cli = new Cli { Environment = node.Url.ToString(), Time = new FakeTimeProvider() };

        Assert.Equal(ExitCodes.Success, await cli.RunAsync($"[suggest:{line.Length}]", line));

        Assert.Equal(words.Split(' '), cli.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word[0] != '-' && !"/?".Contains(word[0], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_that_a_shell_could_run_is_not_suggested_and_a_node_that_is_away_is_no_error()
    {
        const string line = "akkagrid kv get ";
        var node = await ScriptedNode.StartAsync(Answer);
        var cli = new Cli { Environment = node.Url.ToString(), Time = new FakeTimeProvider() };

        Assert.Equal(ExitCodes.Success, await cli.RunAsync($"[suggest:{line.Length}]", line));
        Assert.DoesNotContain("$(", cli.Out);
        Assert.Contains("fleet/1", cli.Out);
        await node.DisposeAsync();
        Assert.Equal(ExitCodes.Success, await cli.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Empty(cli.Err);
    }

    [Fact]
    public async Task Another_shell_is_wrong_usage() =>
        Assert.Equal(ExitCodes.Usage, await new Cli().RunAsync("completion", "tcsh"));

    private static ScriptedAnswer Answer(RecordedRequest request) => ScriptedAnswer.Json(200, request.Path switch
    {
        "/substations" =>
            new { items = new[] { Scripts.Substation("substation_1"), Scripts.Substation("substation_2") } },
        "/sessions" =>
            new { items = new[] { Scripts.Session("0123456789abcdef0123456789abcdef") }, next = (string?)null },
        "/kv" => new { items = new[] { Item("fleet/1"), Item("fl$(reboot)") }, next = (string?)null },
        "/store/replica" => new
        {
            replica = "a",
            incarnation = "1",
            clock = new { a = 7 },
            updates = new { a = 7 },
            behind = 0,
            stash = new { count = 0, bytes = 0 },
            peers = new[] { new { replica = "b", reachable = true, lag = 0 } },
            stability = new { clock = new { a = 3 }, blocked_by = (string?)null },
        },
        _ => (object)new
        {
            members = new[]
            {
                new
                {
                    name = "n1",
                    address = "akka.tcp://AkkaGrid@h:1",
                    roles = Array.Empty<string>(),
                    status = "up",
                    reachable = true
                }
            },
            leader = (string?)null,
            balancer_node = (string?)null,
            state = "member",
        },
    });

    private static object Item(string key) => new { key, value = "v", siblings = 0 };
}
