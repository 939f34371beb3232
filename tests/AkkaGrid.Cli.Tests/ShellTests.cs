using System.Globalization;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests;

public sealed class ShellTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("kv")]
    [InlineData("kv get")]
    [InlineData("kv get a b")]
    [InlineData("kv put x")]
    [InlineData("kv put x 1 --file also.txt")]
    [InlineData("kv put x 1 --w most")]
    [InlineData("kv put x 1 --timeout 0")]
    [InlineData("kv put x 1 --timeout soon")]
    [InlineData("kv put x 1 --timeout 600001")]
    [InlineData("kv list --limit 1001")]
    [InlineData("kv list --limit 0")]
    [InlineData("charge EV_1")]
    [InlineData("charge EV_1 much")]
    [InlineData("charge EV_1 0")]
    [InlineData("charge EV_1 7 --priority urgent")]
    [InlineData("charge EV_1 7 --max-wait -1")]
    [InlineData("charge EV_1 7 --max-wait 3600.1")]
    [InlineData("charge EV_1 7 --min 7.5")]
    [InlineData("charge EV_1 1000000.1")]
    [InlineData("sessions --limit 0")]
    [InlineData("substations set s --max-capacity 1000001")]
    [InlineData("substations limit s --kw 5 --for 31622401")]
    [InlineData("lab delay a b --ms 60001")]
    [InlineData("sessions --state asleep")]
    [InlineData("lab delay a b")]
    [InlineData("lab drop a b --rate 2")]
    [InlineData("cluster")]
    [InlineData("cluster down")]
    [InlineData("cluster down -a x -n y")]
    [InlineData("cluster leave -a x -n y")]
    [InlineData("cluster leave --name")]
    [InlineData("kv put x --file")]
    [InlineData("charge EV_1 7 --min")]
    [InlineData("cluster leave --timeout -1")]
    [InlineData("cluster join --timeout soon")]
    [InlineData("cluster tail x")]
    [InlineData("rush-hour --duration 0")]
    [InlineData("rush-hour --threads 0")]
    [InlineData("kv get x --node ftp://host")]
    [InlineData("kv get x --unknown")]
    public async Task Wrong_usage_exits_with_2_says_why_and_sends_nothing(string line)
    {
        await using var node = await ScriptedNode.StartAsync(_ => Scripts.Status());
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var cli = line.Contains("--node", StringComparison.Ordinal) ? new Cli() : new Cli(node);

        Assert.Equal(ExitCodes.Usage, await cli.RunAsync(args));
        Assert.NotEmpty(cli.Err);
        Assert.Empty(node.Requests);
    }

    [Theory]
    [InlineData("charge EV_1 7,4", "KW")]
    [InlineData("charge EV_1 1,000", "KW")]
    [InlineData("charge EV_1 1'000", "KW")]
    [InlineData("charge EV_1 7.4e1", "KW")]
    [InlineData("charge EV_1 7 --max-wait 1,5", "--max-wait")]
    [InlineData("charge EV_1 7 --max-wait NaN", "--max-wait")]
    [InlineData("charge EV_1 7 --min 2,5", "--min")]
    [InlineData("substations limit s --kw 1,5 --for 60", "--kw")]
    [InlineData("substations limit s --kw 5 --for 1,5", "--for")]
    [InlineData("substations limit s --kw 5 --for ∞", "--for")]
    [InlineData("substations set s --max-capacity 1,5", "--max-capacity")]
    [InlineData("lab drop a b --rate 0,5", "--rate")]
    [InlineData("lab delay a b --ms 1.5", "--ms")]
    [InlineData("cluster leave --timeout 1,5", "--timeout")]
    [InlineData("kv list --limit 1,0", "--limit")]
    [InlineData("kv put x 1 --timeout 1e3", "--timeout")]
    [InlineData("rush-hour --duration 1,5", "--duration")]
    [InlineData("bench dispatch --minutes 2,5", "--minutes")]
    public async Task A_number_has_one_form_in_every_culture_and_none_is_guessed_from_another(string line, string name)
    {
        await using var node = await ScriptedNode.StartAsync(_ => Scripts.Status());
        foreach (var culture in new[] { CultureInfo.InvariantCulture, WithComma() })
        {
            CultureInfo.CurrentCulture = culture;
            var cli = new Cli(node);

            Assert.Equal(ExitCodes.Usage, await cli.RunAsync(line.Split(' ')));
            Assert.Contains($"{name} ", cli.Err);
            Assert.DoesNotContain("System.", cli.Err);
        }

        Assert.Empty(node.Requests);
    }

    [Theory]
    [InlineData("7.4", 7.4)]
    [InlineData("22", 22.0)]
    [InlineData("0.50", 0.5)]
    [InlineData("-3", -3.0)]
    [InlineData("", null)]
    [InlineData("+7", null)]
    [InlineData(" 7", null)]
    [InlineData("7.4.1", null)]
    [InlineData("Infinity", null)]
    public void A_number_is_digits_with_a_point_before_the_fraction(string text, double? number) =>
        Assert.Equal(number, Numbers.Parse<double>(text));

    [Fact]
    public async Task Help_exits_with_0()
    {
        var cli = new Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("kv", "put", "--help"));
        Assert.Contains("--if-match", cli.Out);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_named_with_the_way_to_start_one()
    {
        var gone = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new { }));
        var url = gone.Url.ToString();
        await gone.DisposeAsync();
        var cli = new Cli();

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("substations", "--node", url));
        Assert.Contains($"no node answers at {url}", cli.Err);
        Assert.Contains("dotnet run -c Release --project src/AkkaGrid.Node", cli.Err);
        Assert.Empty(cli.Out);
    }

    [Fact]
    public async Task The_environment_names_the_node_and_the_command_line_wins_over_it()
    {
        await using var named = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { items = Array.Empty<object>() }));
        await using var other = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { items = Array.Empty<object>() }));
        var environment = named.Url.ToString();

        Assert.Equal(ExitCodes.Success, await new Cli { Environment = environment }.RunAsync("substations"));
        Assert.Equal(ExitCodes.Success, await new Cli(other) { Environment = environment }.RunAsync("substations"));

        Assert.Single(named.Requests);
        Assert.Single(other.Requests);
    }

    [Fact]
    public async Task A_node_that_the_environment_misnames_is_wrong_usage_that_names_the_variable()
    {
        var cli = new Cli { Environment = "ftp://host" };

        Assert.Equal(ExitCodes.Usage, await cli.RunAsync("substations"));
        Assert.Contains("AKKAGRID_NODE", cli.Err);
    }

    [Fact]
    public async Task A_node_without_https_is_named_with_http_and_no_inner_exception_is_to_be_seen()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { items = Array.Empty<object>() }));
        var cli = new Cli { Environment = $"https://127.0.0.1:{node.Url.Port}" };

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("substations"));
        Assert.Contains("name it with http://", cli.Err);
        Assert.DoesNotContain("inner exception", cli.Err);
    }

    [Theory]
    [InlineData("127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("localhost:5001", "http://localhost:5001/")]
    [InlineData("https://grid.example/edge", "https://grid.example/edge")]
    public void A_node_may_be_named_without_a_scheme(string text, string url)
    {
        Assert.True(NodeUrl.TryParse(text, out var read));
        Assert.Equal(url, read.ToString());
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_grid_with_its_kind_and_when_to_come_back()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(503, "no-capacity", "all substations are full", ("Retry-After", "4")));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("charge", "EV_1", "7"));
        Assert.Equal("error: all substations are full (503 no-capacity; try again in 4 s)", cli.Err.Trim());
    }

    [Fact]
    public async Task What_a_node_says_cannot_command_the_terminal()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(404, "not-found", "\u001b[2J[red]gone"));
        var cli = new Cli(node);

        await cli.RunAsync("sessions", "show", "x");

        Assert.Contains("\\u001b[2J[red]gone", cli.Err);
    }

    [Fact]
    public async Task An_interrupted_call_exits_with_130()
    {
        using var interrupt = new CancellationTokenSource();
        await using var node = await ScriptedNode.StartAsync(async _ =>
        {
            await interrupt.CancelAsync();
            return ScriptedAnswer.Json(200, new { items = Array.Empty<object>() });
        });
        var cli = new Cli(node);

        Assert.Equal(130, await cli.RunAsync(interrupt.Token, "substations"));
        Assert.Equal("interrupted", cli.Err.Trim());
    }

    // As in German; made here, because a machine without ICU knows no culture but the invariant one.
    private static CultureInfo WithComma() => new("")
    {
        NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
    };
}
