using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class ChargingClientTests
{
    [Fact]
    public async Task A_charge_sends_only_what_is_asked_for()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            status = "accepted",
            session_id = "s1",
            substation_id = "substation_1",
            vehicle_id = "EV_1",
            charge_amount = 22.5,
            estimated_duration = 8.25,
            start_time = "2026-01-01T12:00:00.5+00:00",
            expected_end = "2026-01-01T12:00:08.75+00:00",
            current_load = 62.5,
            max_capacity = 80,
            routed_by = "load_balancer",
            substation_load_before = 40,
            added_later = true,
        }));

        var accepted = await node.Client().Charging.ChargeAsync(
            new("EV_1", 22.5m, Priorities.High), idempotencyKey: "key-1");

        var request = Assert.Single(node.Requests);
        Assert.Equal("POST /charge", $"{request.Method} {request.Target}");
        Assert.Equal("""{"vehicle_id":"EV_1","charge_amount":22.5,"priority":"high"}""", request.Text);
        Assert.Equal("key-1", request.Headers["Idempotency-Key"]);
        Assert.Equal(62.5m, accepted.CurrentLoad);
        Assert.Equal(TimeSpan.FromSeconds(accepted.EstimatedDuration), accepted.ExpectedEnd - accepted.StartTime);
    }

    [Fact]
    public async Task A_refusal_says_its_kind_when_to_come_back_and_what_is_free()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(
            503,
            new
            {
                type = "urn:akkagrid:problem:no-capacity",
                status = 503,
                detail = "all full",
                largest_free_kw = 11.5
            },
            ("Retry-After", "7")));

        var refusal = await Assert.ThrowsAsync<GridException>(() =>
            node.Client().Charging.ChargeAsync(new("EV_1", 22, Priorities.Low)));

        Assert.Equal(503, refusal.Status);
        Assert.Equal(ProblemKinds.NoCapacity, refusal.Kind);
        Assert.Equal("all full", refusal.Message);
        Assert.Equal(TimeSpan.FromSeconds(7), refusal.RetryAfter);
        Assert.Equal(11.5m, refusal.Members["largest_free_kw"].GetDecimal());
    }

    [Fact]
    public async Task An_absolute_retry_after_counts_from_the_clock_of_the_server()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Problem(
            503,
            "curtailed",
            "until noon",
            ("Date", "Thu, 01 Jan 2026 11:59:00 GMT"),
            ("Retry-After", "Thu, 01 Jan 2026 12:00:00 GMT")));

        var refusal = await Assert.ThrowsAsync<GridException>(() => node.Client().Charging.StatusAsync());

        Assert.Equal(TimeSpan.FromMinutes(1), refusal.RetryAfter);
    }

    [Theory]
    [InlineData(200, "<html>a proxy's page</html>")]
    [InlineData(200, "null")]
    [InlineData(200, "{}")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(500, "")]
    [InlineData(404, "[]")]
    [InlineData(404, "{}")]
    public async Task An_answer_that_is_not_of_the_grid_is_named_so(int status, string body)
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Text(status, body));

        var failure = await Assert.ThrowsAsync<GridException>(() => node.Client().Charging.SubstationsAsync());

        Assert.Equal(status, failure.Status);
        Assert.Null(failure.Kind);
        Assert.Contains("not AkkaGrid's", failure.Message);
        Assert.Contains("/substations", failure.Message);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_an_http_request_exception()
    {
        var node = await ScriptedNode.StartAsync(_ => Nodes.Missing());
        var client = node.Client();
        await node.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.Charging.StatusAsync());
    }

    [Fact]
    public async Task A_substation_is_limited_drained_and_restored()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            substation_id = "s 1",
            current_load = 40,
            max_capacity = 80,
            limit = 60,
            utilization_percent = 50,
            available_capacity = 20,
            active_sessions = 2,
            state = "active",
            node = "node1",
        }));
        var charging = node.Client().Charging;

        await charging.SetCapacityAsync("s 1", 62.5m);
        await charging.SetCapacityAsync("s 1", null);
        await charging.DrainAsync("s 1");
        await charging.ResumeAsync("s 1");
        var limited = await charging.LimitAsync("s 1", new(60, 90));
        await charging.LimitAsync("s 1", new(40, Name: "peak"));
        await charging.EndEventAsync("s 1", "0f8f");
        await charging.LimitAsync("s 1", new(0, 0.5, new DateTimeOffset(2026, 1, 1, 18, 0, 0, TimeSpan.Zero)));

        Assert.Equal(60, limited.Limit);
        Assert.Equal(
            [
                """PATCH /substations/s%201 {"max_capacity":62.5}""",
                """PATCH /substations/s%201 {"max_capacity":null}""",
                """PATCH /substations/s%201 {"state":"draining"}""",
                """PATCH /substations/s%201 {"state":"active"}""",
                """POST /substations/s%201/events {"limit":60,"duration":90}""",
                """POST /substations/s%201/events {"limit":40,"name":"peak"}""",
                "DELETE /substations/s%201/events/0f8f ",
                """POST /substations/s%201/events {"limit":0,"duration":0.5,"start":"2026-01-01T18:00:00+00:00"}""",
            ],
            node.Requests.Select(request => $"{request.Method} {request.Target} {request.Text}"));
    }

    [Fact]
    public async Task Sessions_are_filtered_paged_and_ended()
    {
        var session = new
        {
            session_id = "a/b",
            vehicle_id = "EV_1",
            substation_id = "s 1",
            charge_amount = 7,
            priority = "low",
            state = "active",
            start_time = "2026-01-01T12:00:00Z",
            expected_end = "2026-01-01T12:00:10Z",
            remaining_time = 2.5,
        };
        await using var node = await ScriptedNode.StartAsync(request => request.Path == "/sessions"
            ? ScriptedAnswer.Json(200, new { items = new[] { session }, next = "a/b" })
            : ScriptedAnswer.Json(200, session));
        var charging = node.Client().Charging;

        var page = await charging.SessionsAsync("s 1", SessionStates.Active, after: "x", limit: 1);
        var shown = await charging.SessionAsync(page.Next!);
        await charging.EndSessionAsync(shown.SessionId);

        Assert.Equal(page.Items[0], shown);
        Assert.Equal(
            [
                "GET /sessions?substation=s%201&state=active&after=x&limit=1",
                "GET /sessions/a%2Fb",
                "DELETE /sessions/a%2Fb"
            ],
            node.Requests.Select(request => $"{request.Method} {request.Target}"));
    }
}
