using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

public sealed class StoreRoutesTests : IAsyncLifetime
{
    private TestNodes _nodes = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _nodes = await TestNodes.StartAsync(1);
        _http = TestNodes.Http(_nodes[0]);
        await Eventually.True(
            async () => (await _http.GetAsync("/health/ready/store")).IsSuccessStatusCode, "the store serves");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _nodes.DisposeAsync();
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a//b")]
    [InlineData("100%")]
    [InlineData("ключ")]
    public async Task A_key_is_what_the_target_says_decoded_once(string key)
    {
        var encoded = Uri.EscapeDataString(key);
        Assert.StartsWith("HTTP/1.1 200", await RawAsync($"PUT /kv/{encoded} HTTP/1.1\r\nContent-Length: 1\r\n", "v"));

        Assert.EndsWith("v", await RawAsync($"GET /kv/{encoded} HTTP/1.1\r\n", ""));
        Assert.Contains("\"value\":", await RawAsync($"GET /read/{encoded} HTTP/1.1\r\n", ""));
        var page = JsonSerializer.Deserialize(await _http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!;
        Assert.Equal(key, Assert.Single(page.Items).Key);
    }

    [Theory]
    [InlineData("PUT", "/kv/x", "Content-Type: text\r\n", "v")]
    [InlineData("PUT", "/kv/x", "If-None-Match: *\r\n", "v")]
    [InlineData("PUT", "/kv/x", "If-Match: unquoted\r\n", "v")]
    [InlineData("PUT", "/kv/x?w=some", "", "v")]
    [InlineData("PUT", "/kv/x?timeout=-1", "", "v")]
    [InlineData("PUT", "/kv/x", "X-Causal-Context: !\r\n", "v")]
    [InlineData("PUT", "/kv/%FF", "", "v")]
    [InlineData("PUT", "/kv/%", "", "v")]
    [InlineData("PUT", "/kv/", "", "v")]
    [InlineData("POST", "/put", "Content-Type: application/json\r\n", "{\"key\":\"x\",\"value\":\"\\ud800\"}")]
    [InlineData("POST", "/put", "Content-Type: application/json\r\n", "{\"key\":\"a\\u0000b\",\"value\":1}")]
    [InlineData("POST", "/put", "Content-Type: application/json\r\n", "{\"key\":\"x\"}")]
    [InlineData("POST", "/put", "Content-Type: application/json\r\n", "")]
    [InlineData("POST", "/store/batch", "Content-Type: application/json\r\n", "{\"puts\":{\"x\":\"1\"},\"deletes\":[\"x\"]}")]
    [InlineData("POST", "/store/batch", "Content-Type: application/json\r\n", "{}")]
    [InlineData("POST", "/store/batch", "Content-Type: application/json\r\n", "{\"puts\":{\"x\":null}}")]
    [InlineData("POST", "/store/snapshot", "Content-Type: application/json\r\n", "{\"keys\":[null]}")]
    public async Task Bad_input_is_a_problem_and_changes_nothing(string method, string target, string headers, string body)
    {
        var answer = await RawAsync($"{method} {target} HTTP/1.1\r\n{headers}Content-Length: {body.Length}\r\n", body);

        Assert.StartsWith("HTTP/1.1 400", answer);
        Assert.Contains("application/problem+json", answer);
        Assert.Contains("\"error\":", answer);
        Assert.Empty(JsonSerializer.Deserialize(await _http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!.Items);
    }

    [Fact]
    public async Task Json_that_no_text_can_show_is_shown_as_text_by_the_originals_routes()
    {
        await _http.PutAsync("/kv/odd", new StringContent("\"\\ud800\"", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("/get?key=odd")).StatusCode);
    }

    [Fact]
    public async Task An_error_gives_the_context_back_that_was_sent()
    {
        var written = await _http.PutAsync("/kv/x", new StringContent("1"));
        var context = Assert.Single(written.Headers.GetValues(GridHeaders.CausalContext));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/kv/x?w=some") { Content = new StringContent("2") };
        request.Headers.Add(GridHeaders.CausalContext, context);

        using var refused = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(context, Assert.Single(refused.Headers.GetValues(GridHeaders.CausalContext)));
    }

    [Fact]
    public async Task A_page_ends_early_where_its_values_are_large_and_the_next_one_goes_on()
    {
        for (var i = 0; i < 7; i++)
            await _http.PutAsync($"/kv/large{i}", new ByteArrayContent(new byte[1 << 20]));

        var first = JsonSerializer.Deserialize(await _http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!;
        var second = JsonSerializer.Deserialize(await _http.GetStringAsync($"/kv?after={first.Next}"), GridJson.Default.KeyPage)!;

        Assert.InRange(first.Items.Count, 1, 6);
        Assert.Equal(7, first.Items.Count + second.Items.Count);
    }

    /// <summary>Sends a request as it is written: a client library would mend what is odd about it.</summary>
    private async Task<string> RawAsync(string head, string body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _nodes[0].Addresses[0].Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}Host: localhost\r\nConnection: close\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
