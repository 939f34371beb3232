using System.Text.Json;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests.Commands;

public sealed class GridCommandsTests
{
    [Fact]
    public async Task Charge_sends_the_request_and_tells_where_the_vehicle_charges()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Scripts.Accepted());
        var cli = new Cli(node);

        var exit = await cli.RunAsync(
            "charge", "EV_1", "22.5", "--priority", "high", "--max-wait", "3", "--min", "7", "--key", "k1");

        Assert.Equal(ExitCodes.Success, exit);
        var request = Assert.Single(node.Requests);
        Assert.Equal("k1", request.Headers["Idempotency-Key"]);
        Assert.Equal(
            """{"vehicle_id":"EV_1","charge_amount":22.5,"priority":"high","max_wait":3,"min_charge_amount":7}""",
            request.Text);
        Assert.Contains("at substation_1 for 8.0 s", cli.Out);
    }

    [Fact]
    public async Task Sessions_are_listed_shown_and_ended()
    {
        var session = Scripts.Session("s1");
        await using var node = await ScriptedNode.StartAsync(request => request.Path == "/sessions"
            ? ScriptedAnswer.Json(200, new { items = new[] { session }, next = (string?)null })
            : ScriptedAnswer.Json(200, session));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("sessions", "--state", "active"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("sessions", "show", "s1"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("sessions", "end", "s1"));
        Assert.Equal(
            ["GET /sessions?state=active&limit=1000", "GET /sessions/s1", "DELETE /sessions/s1"],
            node.Requests.Select(request => $"{request.Method} {request.Target}"));
        Assert.Equal(3, cli.Out.Split("EV_1").Length - 1);
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first_whatever_page_they_are_on()
    {
        await using var node = await ScriptedNode.StartAsync(request =>
            request.Target.Contains("after=", StringComparison.Ordinal)
                ? Page(null, ("b", 9), ("d", 5))
                : Page("x", ("a", 1), ("c", 7)));
        var (table, json) = (new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Success, await table.RunAsync("sessions", "--limit", "3"));
        Assert.Equal(ExitCodes.Success, await json.RunAsync("sessions", "--json"));

        Assert.Equal(
            ["b", "c", "d"],
            table.Out.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length == 1));
        Assert.Equal("not shown: 1 older; --limit shows more", table.Err.Trim());
        Assert.Equal(
            ["b", "c", "d", "a"],
            JsonElement.Parse(json.Bytes).GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("session_id").GetString()!));

        static ScriptedAnswer Page(string? next, params (string Id, int Hour)[] sessions) =>
            ScriptedAnswer.Json(200, new
            {
                items = sessions.Select(session => new
                {
                    session_id = session.Id,
                    vehicle_id = "EV_1",
                    substation_id = "substation_1",
                    charge_amount = 7,
                    priority = "low",
                    state = "completed",
                    start_time = $"2026-01-01T0{session.Hour}:00:00Z",
                    expected_end = "2026-01-01T12:00:10Z",
                    remaining_time = 0,
                }),
                next,
            });
    }

    [Fact]
    public async Task Substations_come_in_natural_order()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            items = new[] { "substation_10", "substation_2", "substation_1" }.Select(id => Scripts.Substation(id)),
        }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations"));

        Assert.Equal(
            ["substation_1", "substation_2", "substation_10"],
            cli.Out.Split('\n').Select(line => line.Trim().Split(' ')[0])
                .Where(word => word.Contains('_', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Substations_are_set_drained_resumed_and_limited()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, Scripts.Substation("s1", "draining")));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "set", "s1", "--max-capacity", "62.5"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "set", "s1", "--max-capacity", "configured"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "drain", "s1"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "resume", "s1"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync(
            "substations", "limit", "s1", "--kw", "0", "--for", "90", "--start", "2026-01-01t18:00:00.000000000z"));
        Assert.Equal(
            ExitCodes.Success,
            await cli.RunAsync("substations", "limit", "s1", "--kw", "40", "--name", "evening peak"));
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "end-event", "s1", "0f8f"));

        Assert.Equal(
            [
                """PATCH /substations/s1 {"max_capacity":62.5}""",
                """PATCH /substations/s1 {"max_capacity":null}""",
                """PATCH /substations/s1 {"state":"draining"}""",
                """PATCH /substations/s1 {"state":"active"}""",
                """POST /substations/s1/events {"limit":0,"duration":90,"start":"2026-01-01T18:00:00+00:00"}""",
                """POST /substations/s1/events {"limit":40,"name":"evening peak"}""",
                "DELETE /substations/s1/events/0f8f ",
            ],
            node.Requests.Select(request => $"{request.Method} {request.Target} {request.Text}"));
        Assert.Equal(7, cli.Out.Split("draining").Length - 1);
    }

    [Fact]
    public async Task Events_are_listed_with_their_ids()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            items = new[]
            {
                new
                {
                    event_id = "0f8f",
                    limit = 40,
                    start = "2026-01-31T18:00:00+00:00",
                    state = "active",
                    end = (string?)null,
                    name = "peak"
                },
                new
                {
                    event_id = "1a2b",
                    limit = 60,
                    start = "2026-01-31T20:00:00+00:00",
                    state = "scheduled",
                    end = (string?)"2026-01-31T21:00:00+00:00",
                    name = ""
                },
            },
        }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("substations", "events", "s1"));

        Assert.Equal("/substations/s1/events", Assert.Single(node.Requests).Target);
        foreach (var text in (string[])["0f8f", "until ended", "peak", "1a2b", "2026-01-31T21:00:00Z", "scheduled"])
            Assert.Contains(text, cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit", "s1", "--for", "90")]
    [InlineData("limit", "s1", "--kw", "1", "--name", "")]
    [InlineData("end-event", "s1")]
    [InlineData("set", "s1")]
    [InlineData("set", "s1", "--max-capacity", "0")]
    [InlineData("set", "s1", "--max-capacity", "much")]
    [InlineData("limit", "s1", "--kw", "-1", "--for", "1")]
    [InlineData("limit", "s1", "--kw", "1", "--for", "0")]
    [InlineData("limit", "s1", "--kw", "1", "--for", "1", "--start", "soon")]
    [InlineData("limit", "s1", "--kw", "1", "--for", "1", "--start", "2026-01-01T18:00:00")]
    [InlineData("limit", "s1", "--kw", "1", "--for", "1", "--start", "01/31/2026 18:00")]
    [InlineData("drain")]
    public async Task What_a_substation_cannot_be_told_is_wrong_usage(params string[] arguments)
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new { }));

        Assert.Equal(ExitCodes.Usage, await new Cli(node).RunAsync(["substations", .. arguments]));
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Substations_are_a_table_and_as_json_the_answer()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            items = new[]
            {
                new
                {
                    substation_id = "substation_1",
                    current_load = 40,
                    max_capacity = 80,
                    limit = 60,
                    utilization_percent = 50,
                    available_capacity = 20,
                    active_sessions = 2,
                    state = "draining",
                    node = "node1",
                },
            },
        }));
        var (table, json) = (new Cli(node), new Cli(node));

        Assert.Equal(ExitCodes.Success, await table.RunAsync("substations"));
        Assert.Equal(ExitCodes.Success, await json.RunAsync("substations", "--json"));
        Assert.Contains("draining", table.Out);
        Assert.Equal(60, JsonElement.Parse(json.Bytes).GetProperty("items")[0].GetProperty("limit").GetDecimal());
    }

    [Theory]
    [InlineData("lab hold a c", """{"from":"a","to":"c","mode":"hold"}""")]
    [InlineData("lab delay a c --ms 200", """{"from":"a","to":"c","mode":"delay","ms":200}""")]
    [InlineData("lab drop a c --rate 0.5", """{"from":"a","to":"c","mode":"drop","rate":0.5}""")]
    [InlineData("lab duplicate a c", """{"from":"a","to":"c","mode":"duplicate","rate":1}""")]
    [InlineData("lab pass a c", """{"from":"a","to":"c","mode":"pass"}""")]
    public async Task The_lab_changes_a_link(string line, string sent)
    {
        await using var node = await ScriptedNode.StartAsync(request =>
            new ScriptedAnswer(200, request.Body, "application/json"));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync(line.Split(' ')));
        Assert.Equal(sent, Assert.Single(node.Requests).Text);
    }

    [Fact]
    public async Task The_lab_says_when_nothing_is_interfered_with()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { items = Array.Empty<object>() }));
        var cli = new Cli(node);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("lab"));
        Assert.Contains("passes everything", cli.Out);
    }
}
