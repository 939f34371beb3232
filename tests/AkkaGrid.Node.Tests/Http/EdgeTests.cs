using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http;
using AkkaGrid.Node.Http.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

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
        _app.MapPost("/charge", (HttpContext call) => JsonBody.Of(call).As<ChargeRequest>());
        _app.MapGet("/kv", () => "keys");
        _app.MapPut("/kv/{**key}", () => "written");
        _app.MapDelete("/sessions/{id}", (string id) => id);
        _app.MapGet("/sessions", (string? after, int? limit) => $"after {after ?? "nothing"}, {limit ?? 100} of them");
        _app.MapGet("/get", (string? key) => $"key '{key}'");
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    [Fact]
    public Task An_unknown_route_is_404() =>
        IsProblem(_http.GetAsync("/nope"), 404, "not-found", "There is nothing at /nope.");

    [Fact]
    public Task A_method_that_a_route_does_not_take_is_405() => IsProblem(
        _http.DeleteAsync("/bug"),
        405,
        "method-not-allowed",
        "/bug does not accept DELETE; it accepts GET, HEAD, OPTIONS.");

    [Theory]
    [InlineData("GET", "/kv?afer=x", "GET /kv has no query parameter 'afer'; it has prefix, after, limit.")]
    [InlineData("PUT", "/kv/a%2Fb?wait=all", "PUT /kv/{key} has no query parameter 'wait'; it has w, timeout.")]
    [InlineData(
        "GET",
        "/sessions/?limit=3&substation_id=x&by=id",
        "GET /sessions has no query parameter 'substation_id', 'by'; it has substation, state, after, limit.")]
    [InlineData(
        "DELETE", "/sessions/abc?force=true", "DELETE /sessions/{id} has no query parameter 'force'; it has none.")]
    public Task A_query_parameter_that_the_call_does_not_know_is_400_and_the_known_ones_are_named(
        string method, string target, string detail) =>
        IsProblem(_http.SendAsync(new(new HttpMethod(method), target)), 400, "invalid-request", detail);

    [Theory]
    [InlineData("/sessions?after=&limit=", "after nothing, 100 of them")]
    [InlineData("/sessions?after&LIMIT=3", "after nothing, 3 of them")]
    [InlineData("/sessions?", "after nothing, 100 of them")]
    public async Task A_query_parameter_without_a_value_is_none(string target, string answer) =>
        Assert.Equal(answer, await _http.GetStringAsync(target));

    [Fact]
    public async Task The_originals_calls_take_whatever_query_their_clients_send() =>
        Assert.Equal("key 'a'", await _http.GetStringAsync("/get?key=a&cache=no&empty="));

    [Fact]
    public Task What_a_parameter_may_be_is_said_for_all_at_once() => IsProblem(
        _http.GetAsync("/sessions?limit=abc&state=asleep&substation=a%2Fb"), 400, "invalid-request",
        "substation must be the id of a substation: 1 to 64 letters, digits, '.', '-' and '_', not 'a/b'. "
            + "state must be pending, active, completed or invalid, not 'asleep'. limit must be a whole number "
            + "from 1 to 1000, not 'abc'.");

    [Fact]
    public Task An_exception_is_500_and_keeps_its_text_to_itself() => IsProblem(
        _http.GetAsync("/bug"), 500, "internal", "Internal error. This is a bug; the log has the details.");

    [Theory]
    [InlineData("text/plain", "The body is sent as text/plain; send it as application/json.")]
    [InlineData(
        "application/json; charset=no-such",
        "The charset no-such is not supported; send the body as application/json in UTF-8.")]
    public Task Another_content_type_is_415(string contentType, string detail) => IsProblem(
        _http.PostAsync("/charge", new StringContent("{}", MediaTypeHeaderValue.Parse(contentType))),
        415,
        "unsupported-media-type",
        detail);

    [Fact]
    public Task A_body_over_the_limit_is_413()
    {
        _http.DefaultRequestHeaders.ExpectContinue = true;
        return IsProblem(Post(Encoding.UTF8.GetBytes(new string(' ', 5_000_000))), 413, "too-large", null);
    }

    [Fact]
    public Task A_body_that_is_no_json_is_400() => IsProblem(
        Post("{\n  \"a\": }"u8), 400, "invalid-request", "The body is not valid JSON: see line 2, byte 8");

    [Fact]
    public Task A_body_that_is_no_text_is_400() => IsProblem(
        Post([.. "{\"a\":\""u8, 0xff, .. "\"}"u8]), 400, "invalid-request", "The body is not valid UTF-8");

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-32", true)]
    [InlineData("iso-8859-1", false)]
    public async Task A_body_may_be_in_any_charset_with_or_without_a_byte_order_mark(string charset, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(charset);
        const string Json = """{"vehicle_id":"Käfer","charge_amount":7,"priority":"low"}""";

        using var answer = await Post(
            [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Json)],
            $"application/json; charset={charset}");

        Assert.Equal(
            "Käfer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("vehicle_id").GetString());
    }

    [Fact]
    public async Task Json_is_in_snake_case_and_leaves_out_what_is_null()
    {
        var answer = await Post("""{"vehicle_id":"a","charge_amount":7,"priority":"low"}"""u8);

        Assert.Equal(
            """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""" + "\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Json_is_compressed_for_those_who_accept_it(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/charge")
        {
            Content = new StringContent(
                """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.AcceptEncoding.ParseAdd(encoding);

        using var answer = await _http.SendAsync(request);

        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        await using var packed = await answer.Content.ReadAsStreamAsync();
        await using Stream unpacked = encoding == "gzip"
            ? new GZipStream(packed, CompressionMode.Decompress)
            : new BrotliStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        Assert.EndsWith("}\n", await text.ReadToEndAsync());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> Post(ReadOnlySpan<byte> body, string contentType = "application/json") =>
        _http.PostAsync("/charge", new ByteArrayContent(body.ToArray())
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) }
        });

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
