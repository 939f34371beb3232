using System.Text.Json;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class RushHourCommandTests
{
    private int _charges;

    [Fact]
    public async Task The_report_counts_every_request_that_the_node_saw()
    {
        await using var node = await ScriptedNode.StartAsync(Script);
        var cli = new Cli(node) { Time = new FastTime(100) };

        Assert.Equal(
            ExitCodes.Success, await cli.RunAsync("rush-hour", "--json", "--threads", "4", "--duration", "20"));

        var report = JsonElement.Parse(cli.Bytes);
        Assert.InRange(_charges, 4, int.MaxValue);
        Assert.Equal(_charges, Count("total"));
        Assert.Equal((_charges + 2) / 3, Count("successful"));
        Assert.Equal((_charges + 1) / 3, Count("rejected"));
        Assert.Equal(_charges / 3, Count("failed"));
        Assert.Equal(Count("rejected"), report.GetProperty("reasons").GetProperty("no-capacity").GetInt32());
        Assert.Equal(
            Count("failed"), report.GetProperty("reasons").GetProperty("exceeds-largest-substation").GetInt32());
        Assert.Equal(7, Count("seed"));
        Assert.Equal(
            Count("total") / report.GetProperty("duration_seconds").GetDouble(),
            report.GetProperty("requests_per_second").GetDouble(),
            precision: 6);

        int Count(string name) => report.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_loads_are_shown_every_ten_seconds_and_the_table_at_the_end(bool isTerminal)
    {
        await using var node = await ScriptedNode.StartAsync(Script);
        var cli = new Cli(node) { Time = new FastTime(60), IsTerminal = isTerminal };

        // Long enough for a machine that stalls for seconds of the fast clock's minutes.
        Assert.Equal(
            ExitCodes.Success, await cli.RunAsync("rush-hour", "--threads", "2", "--duration", "300", "--seed", "1"));

        Assert.Contains("2 clients for 300 s", cli.Out);
        Assert.Contains("substation_1 62.5 kW, substation_2 7.0 kW", cli.Out);
        foreach (var row in (string[])["successful", "rejected", "failed", "requests per second", "mean response time",
            "no-capacity"])
            Assert.Contains(row, cli.Out);
        Assert.Equal(isTerminal, cli.Out.Contains('\u001b'));
    }

    [Fact]
    public async Task Simple_sends_five_requests_and_prints_each_answer()
    {
        await using var node = await ScriptedNode.StartAsync(Script);
        var cli = new Cli(node) { Time = new FastTime(100) };

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("rush-hour", "simple", "--seed", "1"));

        Assert.Equal(5, _charges);
        Assert.Equal(5, cli.Out.Split("EV_").Length - 1);
        Assert.Contains("503 no-capacity", cli.Out);
    }

    [Theory]
    [InlineData("rush-hour")]
    [InlineData("rush-hour simple")]
    public async Task Interrupted_it_prints_what_was_gathered(string line)
    {
        using var interrupt = new CancellationTokenSource();
        await using var node = await ScriptedNode.StartAsync(async request =>
        {
            if (request.Path == "/charge" && Interlocked.Increment(ref _charges) == 3)
                await interrupt.CancelAsync();
            return request.Path == "/status" ? Scripts.Status() : Scripts.Accepted();
        });
        var cli = new Cli(node) { Time = new FastTime(100) };

        var exit = await cli.RunAsync(interrupt.Token, [.. line.Split(' ')]);

        Assert.Equal(ExitCodes.Interrupted, exit);
        Assert.Contains("requests per second", cli.Out);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_told_at_once()
    {
        var gone = await ScriptedNode.StartAsync(Script);
        var url = gone.Url.ToString();
        await gone.DisposeAsync();
        var cli = new Cli();

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("rush-hour", "--node", url));
        Assert.Contains("no node answers", cli.Err);
    }

    [Theory]
    [InlineData("rush-hour --threads 4 --duration 20")]
    [InlineData("rush-hour simple --seed 1")]
    public async Task Requests_without_an_answer_are_counted_apart_and_the_exit_code_tells_of_them(string line)
    {
        await using var node = await ScriptedNode.StartAsync(request =>
            request.Path == "/status" ? Scripts.Status()
            : Interlocked.Increment(ref _charges) % 2 == 1 ? ScriptedAnswer.None
            : Scripts.Accepted());
        var cli = new Cli(node) { Time = new FastTime(100) };

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync([.. line.Split(' '), "--json"]));

        var report = JsonElement.Parse(cli.Bytes);
        var unanswered = (_charges + 1) / 2;
        Assert.Equal((unanswered, 0), (Count("unanswered"), Count("failed")));
        Assert.Equal(_charges, Count("total"));
        Assert.Contains($"{unanswered} of {_charges} requests had no answer", cli.Err);

        int Count(string name) => report.GetProperty(name).GetInt32();
    }

    private ScriptedAnswer Script(RecordedRequest request) => request.Path == "/status"
        ? Scripts.Status()
        : (Interlocked.Increment(ref _charges) % 3) switch
        {
            1 => Scripts.Accepted(),
            2 => ScriptedAnswer.Problem(503, "no-capacity", "full"),
            _ => ScriptedAnswer.Problem(422, "exceeds-largest-substation", "too large"),
        };
}
