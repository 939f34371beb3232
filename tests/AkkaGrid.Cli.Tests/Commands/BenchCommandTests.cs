using System.Text.Json;

namespace AkkaGrid.Cli.Tests.Commands;

/// <summary>Runs that are too short to say anything about the policies, but not about the command.</summary>
[Trait("Speed", "Slow")]
public sealed class BenchCommandTests
{
    private static readonly string[] Short = ["bench", "dispatch", "--seeds", "1", "--minutes", "2"];

    [Fact]
    public async Task It_prints_a_table_for_each_load_and_the_bars_and_its_exit_code_says_whether_all_are_met()
    {
        var cli = new Cli();

        var exit = await cli.RunAsync(Short);

        Assert.Contains("3 substations, load 0.5", cli.Out);
        Assert.Contains("300 substations, load 0.7", cli.Out);
        Assert.Contains("rush hour", cli.Out);
        Assert.Contains("one pool (Kaufman-Roberts)", cli.Out);
        Assert.Contains("capacity violations", cli.Out);
        var isMet = !cli.Out.Contains(" NO", StringComparison.Ordinal);
        Assert.Equal(isMet ? ExitCodes.Success : ExitCodes.Failure, exit);
        Assert.Empty(cli.Err);
    }

    [Fact]
    public async Task As_json_it_is_the_whole_report_and_the_same_run_gives_the_same()
    {
        var (first, second) = (new Cli(), new Cli());

        var exit = await first.RunAsync([.. Short, "--json"]);
        await second.RunAsync([.. Short, "--json"]);

        Assert.Equal(first.Bytes, second.Bytes);
        var report = JsonElement.Parse(first.Bytes);
        Assert.Equal((1, 2), (report.GetProperty("seeds").GetInt32(), report.GetProperty("minutes").GetDouble()));
        Assert.Equal(report.GetProperty("is_met").GetBoolean() ? ExitCodes.Success : ExitCodes.Failure, exit);
        Assert.Contains(
            report.GetProperty("rows").EnumerateArray(),
            row => row.GetProperty("way").GetString() == "best-fit"
                && row.GetProperty("by_size").TryGetProperty("100", out _));
        var bars = report.GetProperty("bars").EnumerateArray()
            .ToDictionary(bar => bar.GetProperty("what").GetString()!);
        Assert.Equal(0, bars["avoidable rejections"].GetProperty("measured").GetDouble());
        Assert.Equal(0, bars["capacity violations"].GetProperty("measured").GetDouble());
    }

    [Fact]
    public async Task It_ends_soon_when_it_is_interrupted()
    {
        var cli = new Cli();
        using var interrupt = new CancellationTokenSource();
        var running = cli.RunAsync(interrupt.Token, "bench", "dispatch", "--minutes", "100000");

        await interrupt.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("interrupted", cli.Err);
    }

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--seeds", "many")]
    [InlineData("--minutes", "1")]
    [InlineData("--minutes", "NaN")]
    [InlineData("--hours", "3")]
    public async Task Wrong_usage_exits_with_2(params string[] options)
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Usage, await cli.RunAsync(["bench", "dispatch", .. options]));
        Assert.NotEmpty(cli.Err);
    }
}
