using System.Net;
using System.Text;
using System.Text.Json;
using AkkaGrid.Charging;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http;
using AkkaGrid.Node.Http.Charging;
using AkkaGrid.Node.Http.Originals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace AkkaGrid.Node.Tests.Http.Charging;

/// <summary>The routes of charging at a node that has lost its actor system.</summary>
public sealed class ChargingRoutesTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RecordedSessions _ledger = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var options = new AkkaGrid.Charging.ChargingOptions
        {
            Node = "node1",
            Deadline = TimeSpan.FromMilliseconds(200)
        };
        var metrics = new ChargingMetrics(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddEdge(new NodeOptions());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISessionLedger>(_ledger);
        builder.Services.AddSingleton(new ChargingGateway(options, _ledger, metrics, TimeProvider.System));
        _app = builder.Build();
        _app.UseEdge();
        _app.MapCharging();
        _app.MapOriginalCharging();
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    [Theory]
    [InlineData("/charge")]
    [InlineData("/route_charge")]
    public async Task Without_a_balancer_a_request_is_refused_within_its_deadline_and_may_be_repeated(string route)
    {
        using var answer = await Post(route, """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("urn:akkagrid:problem:balancer-unavailable", (await Json(answer)).GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task An_invalid_request_is_400_with_the_originals_error()
    {
        using var answer = await Post("/charge", """{"vehicle_id":"a"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Missing required field: charge_amount", (await Json(answer)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_idempotency_key_that_is_none_is_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/charge")
        {
            Content = new StringContent(
                """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "two words");
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_on_record_is_read_at_any_node()
    {
        var session = Record("a", SessionState.Active);

        using var answer = await _http.GetAsync($"/sessions/{session.Id}");

        var json = await Json(answer);
        Assert.Equal(session.Id.Value, json.GetProperty("session_id").GetString());
        Assert.Equal("completed", json.GetProperty("state").GetString());
        Assert.Equal(0, json.GetProperty("remaining_time").GetDouble());
        Assert.Equal(7.5m, json.GetProperty("charge_amount").GetDecimal());
    }

    [Fact]
    public void A_session_that_is_to_run_is_marked_where_nothing_is_heard_of_its_substation()
    {
        var session = Record("a", SessionState.Active);
        var report = new LoadReport(
            session.Substation,
            "node1",
            FencingEpoch.None,
            1,
            session.Granted,
            Kilowatts.Of(80),
            Kilowatts.Of(80),
            1,
            0,
            Start,
            [],
            0);

        Assert.Equal("unreachable", StateOf(session, null, Start));
        Assert.Equal(
            "unreachable",
            StateOf(session, new SubstationStatus(report, TimeSpan.FromMinutes(1), Silent: true), Start));
        Assert.Null(StateOf(session, new SubstationStatus(report, TimeSpan.Zero, Silent: false), Start));
        Assert.Null(StateOf(session, null, session.ExpectedEnd));

        static string? StateOf(ChargingSession session, SubstationStatus? substation, DateTimeOffset at) =>
            ChargingContracts.Session(session, substation, at).SubstationState;
    }

    [Fact]
    public async Task Sessions_are_listed_page_by_page()
    {
        for (var i = 0; i < 5; i++)
            Record($"key-{i}", SessionState.Completed);

        using var first = await _http.GetAsync("/sessions?limit=3&state=completed&substation=s1");
        var next = (await Json(first)).GetProperty("next").GetString();
        using var second = await _http.GetAsync($"/sessions?limit=3&after={next}");

        Assert.Equal(3, (await Json(first)).GetProperty("items").GetArrayLength());
        Assert.Equal(2, (await Json(second)).GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, (await Json(second)).GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("/sessions?limit=0", 400)]
    [InlineData("/sessions?limit=1001", 400)]
    [InlineData("/sessions?limit=many", 400)]
    [InlineData("/sessions?state=asleep", 400)]
    [InlineData("/sessions?after=x", 400)]
    [InlineData("/sessions?substation=a%2Fb", 400)]
    [InlineData("/sessions/x", 404)]
    [InlineData("/sessions/00000000000000000000000000000000", 404)]
    [InlineData("/sessions/00000000000000000000000000000000/decision", 404)]
    [InlineData("/substations/nowhere", 404)]
    public async Task What_is_not_there_is_said_so(string path, int status)
    {
        using var answer = await _http.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("PATCH", "/substations/nowhere", """{"state":"draining"}""", 404)]
    [InlineData("PATCH", "/substations/a%2Fb", """{"state":"draining"}""", 404)]
    [InlineData("PATCH", "/substations/nowhere", "{}", 400)]
    [InlineData("PATCH", "/substations/nowhere", "", 400)]
    [InlineData("PATCH", "/substations/nowhere", "[]", 400)]
    [InlineData("PATCH", "/substations/nowhere", """{"state":"draining","state":"active"}""", 400)]
    [InlineData("POST", "/substations/nowhere/events", """{"duration":5,"limit":1}""", 404)]
    [InlineData("POST", "/substations/nowhere/events", """{"duration":5}""", 400)]
    public async Task What_no_substation_can_be_told_is_said_so(string method, string path, string body, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json")
        };
        using var answer = await _http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Cancelling_says_whether_the_session_ended_is_unknown_or_out_of_reach()
    {
        var ended = Record("ended", SessionState.Completed);
        var over = Record("over", SessionState.Active);
        var runs = Record("runs", SessionState.Active, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));

        Assert.Equal(200, await Delete(ended.Id.Value));
        Assert.Equal(503, await Delete(over.Id.Value));
        Assert.Equal(503, await Delete(runs.Id.Value));
        Assert.Equal(404, await Delete("00000000000000000000000000000000"));
    }

    [Fact]
    public async Task The_status_is_that_of_the_originals()
    {
        using var answer = await _http.GetAsync("/status");

        var json = await Json(answer);
        Assert.Equal("load_balancer", json.GetProperty("service").GetString());
        Assert.Equal("running", json.GetProperty("status").GetString());
        Assert.Equal("unavailable", json.GetProperty("load_balancer_status").GetString());
        Assert.Equal(JsonValueKind.Object, json.GetProperty("substation_loads").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("balancer_node").ValueKind);
    }

    [Fact]
    public void An_accepted_request_is_told_in_the_originals_words()
    {
        var session = Record("a", SessionState.Active);

        var accepted = ChargingContracts.Accepted(new ChargeOutcome.Accepted(
            session, Kilowatts.Of(10), Kilowatts.Of(17.5m), Kilowatts.Of(80)), Start);

        Assert.Equal(("accepted", "load_balancer", "s1"), (accepted.Status, accepted.RoutedBy, accepted.SubstationId));
        Assert.Equal((10m, 17.5m, 80m), (accepted.SubstationLoadBefore, accepted.CurrentLoad, accepted.MaxCapacity));
        Assert.Equal(60, accepted.EstimatedDuration);
    }

    [Fact]
    public void An_accepted_request_is_told_what_it_was_granted()
    {
        var session = Record("a", SessionState.Active) with { Granted = Kilowatts.Of(2.5m) };

        var accepted = ChargingContracts.Accepted(new ChargeOutcome.Accepted(
            session, Kilowatts.Of(10), Kilowatts.Of(12.5m), Kilowatts.Of(80)), Start);

        Assert.Equal(2.5m, accepted.ChargeAmount);
        Assert.Equal(2.5m, ChargingContracts.Session(session, null, Start).ChargeAmount);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private ChargingSession Record(string key, SessionState state, DateTimeOffset? expectedEnd = null)
    {
        var request = new ChargeRequest(
            IdempotencyKey.Of(key), VehicleId.Of("EV_1"), Kilowatts.Of(7.5m), Priority.Normal);
        var end = expectedEnd ?? Start + TimeSpan.FromMinutes(1);
        var session = new ChargingSession(
            request, SubstationId.Of("s1"), state, Start, end, state == SessionState.Completed ? end : null);
        _ledger.Add(session);
        return session;
    }

    private Task<HttpResponseMessage> Post(string route, string body) =>
        _http.PostAsync(route, new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<int> Delete(string id)
    {
        using var answer = await _http.DeleteAsync($"/sessions/{id}");
        return (int)answer.StatusCode;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
