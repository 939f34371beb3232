using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AkkaGrid.Node.Tests.Http;

public sealed class EdgeTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddEdge(new NodeOptions());
        _app = builder.Build();
        _app.UseEdge();
        _app.MapGet("/bug", void () => throw new InvalidOperationException("secret"));
        _app.MapPost("/echo", (ChargeRequest request) => request);
        _app.MapGet("/sessions", (string? after, int? limit) => $"after {after ?? "nothing"}, {limit ?? 100} of them");
        _app.MapGet("/get", (string? key) => $"key '{key}'");
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    [Fact]
    public Task An_unknown_route_is_404() => IsProblem(_http.GetAsync("/nope"), 404, "not-found", "There is nothing at /nope.");

    [Fact]
    public Task A_method_that_a_route_does_not_take_is_405() => IsProblem(
        _http.DeleteAsync("/bug"), 405, "method-not-allowed", "/bug does not take DELETE; it takes GET.");

    [Theory]
    [InlineData("GET", "/kv?afer=x", "GET /kv knows no query parameter 'afer'; it knows prefix, after, limit.")]
    [InlineData("PUT", "/kv/a%2Fb?wait=all", "PUT /kv/{key} knows no query parameter 'wait'; it knows w, timeout.")]
    [InlineData("GET", "/sessions/?limit=3&substation_id=x&by=id", "GET /sessions knows no query parameter 'substation_id', 'by'; it knows substation, state, after, limit.")]
    [InlineData("DELETE", "/sessions/abc?force=true", "DELETE /sessions/{id} knows no query parameter 'force'; it knows none.")]
    public Task A_query_parameter_that_the_call_does_not_know_is_400_and_the_known_ones_are_named(string method, string target, string detail) =>
        IsProblem(_http.SendAsync(new(new HttpMethod(method), target)), 400, "invalid-request", detail);

    [Theory]
    [InlineData("/sessions?after=&limit=", "after nothing, 100 of them")]
    [InlineData("/sessions?after&LIMIT=3", "after nothing, 3 of them")]
    [InlineData("/sessions?", "after nothing, 100 of them")]
    public async Task A_query_parameter_without_a_value_is_none(string target, string answer) =>
        Assert.Equal(answer, await _http.GetStringAsync(target));

    [Theory]
    [InlineData("GET", "/get?key=&cache=no", 200)]
    [InlineData("POST", "/charge?cache=no", 404)]
    [InlineData("POST", "/route_charge?cache=no", 404)]
    [InlineData("GET", "/read/x?cache=no", 404)]
    [InlineData("GET", "/health?cache=no", 404)]
    [InlineData("GET", "/metrics?cache=no", 404)]
    public async Task The_originals_calls_take_whatever_query_their_clients_send(string method, string target, int status)
    {
        // Of these calls only one is there: the others are let through to nothing.
        using var answer = await _http.SendAsync(new(new HttpMethod(method), target));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public Task An_exception_is_500_and_keeps_its_text_to_itself() => IsProblem(
        _http.GetAsync("/bug"), 500, "internal", "The grid made a mistake; its log says which.");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=no-such")]
    public Task Another_content_type_is_415(string contentType) => IsProblem(
        _http.PostAsync("/echo", new StringContent("{}", MediaTypeHeaderValue.Parse(contentType))), 415, "unsupported-media-type",
        "Send the body as application/json.");

    [Fact]
    public Task A_body_over_the_limit_is_413()
    {
        _http.DefaultRequestHeaders.ExpectContinue = true;
        return IsProblem(Post(new string(' ', 5_000_000)), 413, "too-large", null);
    }

    [Fact]
    public Task A_missing_body_is_400() => IsProblem(Post(""), 400, "invalid-request", null);

    [Theory]
    [InlineData("{", "see $, line 1.")]
    [InlineData("""{"vehicle_id":"a","charge_amount":"x","priority":"low"}""", "see $.charge_amount, line 1.")]
    public Task A_body_that_is_not_the_expected_json_is_400(string body, string place) => IsProblem(
        Post(body), 400, "invalid-request", $"The body is not the JSON that is expected here: {place}");

    [Fact]
    public async Task Json_is_in_snake_case_and_leaves_out_what_is_null()
    {
        var answer = await Post("""{"vehicle_id":"a","charge_amount":7,"priority":"low"}""");

        Assert.Equal(
            """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""", await answer.Content.ReadAsStringAsync());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> Post(string body) =>
        _http.PostAsync("/echo", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task IsProblem(Task<HttpResponseMessage> call, int status, string kind, string? detail)
    {
        using var answer = await call;

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(ProblemKinds.Prefix + kind, problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        var text = problem.RootElement.GetProperty("detail").GetString();
        Assert.Equal(text, problem.RootElement.GetProperty("error").GetString());
        Assert.Equal(detail ?? text, text);
    }
}
