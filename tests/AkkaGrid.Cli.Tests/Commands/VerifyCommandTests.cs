using System.Text.Json;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class VerifyCommandTests
{
    private const string Consistent = """
        {"session":"a","op":"put","key":"x","value":"a1"}
        {"session":"b","op":"get","key":"x","value":"a1"}

        {"replica":"node1","op":"final","values":{"x":"a1"}}
        {"replica":"node2","op":"final","values":{"x":"a1"}}
        """;

    private const string Stale = """
        {"session":"a","op":"put","key":"x","value":"a1"}
        {"session":"a","op":"get","key":"x","value":null}
        """;

    [Fact]
    public async Task A_consistent_history_exits_with_0()
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await VerifyAsync(cli, Consistent));
        Assert.Contains("4 operations of 4 sessions checked", cli.Out);
        Assert.Contains("(CC): yes", cli.Out);
        Assert.Contains("(CCv): yes", cli.Out);
        Assert.Contains("replicas converged: yes", cli.Out);
    }

    [Fact]
    public async Task Violations_are_told_in_words_and_exit_with_1()
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Failure, await VerifyAsync(cli, Stale));
        Assert.Contains("WriteCOInitRead: a #2 (line 2) found nothing at 'x' although a #1 (line 1)", cli.Out);
        Assert.Contains("(CC): NO", cli.Out);
        Assert.Contains("replicas converged: not recorded", cli.Out);
    }

    [Fact]
    public async Task As_json_the_report_has_the_pattern_and_the_lines()
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Failure, await VerifyAsync(cli, Stale, "--json"));
        var report = JsonElement.Parse(cli.Bytes);
        Assert.False(report.GetProperty("causally_consistent").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("converged").ValueKind);
        var finding = report.GetProperty("findings")[0];
        Assert.Equal("WriteCOInitRead", finding.GetProperty("pattern").GetString());
        Assert.Equal([1, 2], finding.GetProperty("lines").EnumerateArray().Select(line => line.GetInt32()));
    }

    [Fact]
    public async Task Every_line_that_cannot_be_checked_is_named()
    {
        var cli = new Cli();

        var exit = await VerifyAsync(cli, """
            {"session":"a","op":"put","key":"x","value":"a1"}
            {"session":"a","op":"put","key":"x","value":"a1"}
            not json
            {"session":"a","op":"get","key":"x","value":"a1"}
            {"session":"a","op":"get"}
            """);

        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Contains("line 2: the value 'a1' was written to 'x' by line 1 too", cli.Err);
        Assert.Contains("line 3: it is not JSON", cli.Err);
        Assert.Contains("line 5: the field 'key' is missing", cli.Err);
        Assert.Contains("the history cannot be checked", cli.Err);
        Assert.DoesNotContain("CC", cli.Out);
    }

    [Fact]
    public async Task A_token_from_nowhere_cannot_be_checked()
    {
        var cli = new Cli();

        Assert.Equal(
            ExitCodes.Failure,
            await VerifyAsync(cli, """{"session":"a","op":"get","key":"x","value":null,"follows":["b1"]}"""));
        Assert.Contains("line 1: it follows operation 'b1'", cli.Err);
    }

    [Fact]
    public async Task Wrong_usage_exits_with_2_and_a_missing_file_with_1()
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Usage, await cli.RunAsync("verify"));
        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("verify", "no/such/file.jsonl"));
        Assert.Contains("file.jsonl", cli.Err);
    }

    [Fact]
    public async Task The_examples_of_the_format_s_documentation_can_be_checked()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Testing.Repository.Root, "docs", "history-format.md"));
        var blocks = text.Split("```jsonl").Skip(1).Select(block => block.Split("```")[0].Trim()).ToList();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var cli = new Cli();
            await VerifyAsync(cli, block);
            Assert.Empty(cli.Err);
        }
    }

    private static async Task<int> VerifyAsync(Cli cli, string history, params string[] options)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, history);
            return await cli.RunAsync(["verify", path, .. options]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
