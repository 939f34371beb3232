using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Tests.Hosting;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

public sealed class StoreRoutesTests : IAsyncLifetime
{
    private ServingNode _node = null!;

    private HttpClient Http => _node.Http;

    public async Task InitializeAsync() => _node = await ServingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

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
        var page = JsonSerializer.Deserialize(await Http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!;
        Assert.Equal(key, Assert.Single(page.Items).Key);
    }

    [Theory]
    [InlineData("PUT", "/kv/x", "Content-Type: text\r\n", "v")]
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
    [InlineData(
        "POST", "/store/batch", "Content-Type: application/json\r\n", "{\"puts\":{\"x\":\"1\"},\"deletes\":[\"x\"]}")]
    [InlineData("POST", "/store/batch", "Content-Type: application/json\r\n", "{}")]
    [InlineData("POST", "/store/batch", "Content-Type: application/json\r\n", "{\"puts\":{\"x\":null}}")]
    [InlineData("POST", "/store/snapshot", "Content-Type: application/json\r\n", "{\"keys\":[null]}")]
    public async Task Bad_input_is_a_problem_and_changes_nothing(
        string method, string target, string headers, string body)
    {
        var answer = await RawAsync($"{method} {target} HTTP/1.1\r\n{headers}Content-Length: {body.Length}\r\n", body);

        Assert.StartsWith("HTTP/1.1 400", answer);
        Assert.Contains("application/problem+json", answer);
        Assert.Contains("\"error\":", answer);
        Assert.Empty(JsonSerializer.Deserialize(await Http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!.Items);
    }

    [Fact]
    public async Task Json_that_no_text_can_show_is_shown_as_text_by_the_originals_routes()
    {
        await Http.PutAsync("/kv/odd", new StringContent("\"\\ud800\"", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync("/get?key=odd")).StatusCode);
    }

    [Fact]
    public async Task An_error_gives_the_context_back_that_was_sent()
    {
        var written = await Http.PutAsync("/kv/x", new StringContent("1"));
        var context = Assert.Single(written.Headers.GetValues(GridHeaders.CausalContext));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/kv/x?w=some") { Content = new StringContent("2") };
        request.Headers.Add(GridHeaders.CausalContext, context);

        using var refused = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(context, Assert.Single(refused.Headers.GetValues(GridHeaders.CausalContext)));
    }

    [Fact]
    public async Task A_context_sent_twice_is_joined_and_stays_small()
    {
        var contexts = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var written = await Http.PutAsync($"/kv/{i}", new StringContent("v"));
            contexts.Add(Assert.Single(written.Headers.GetValues(GridHeaders.CausalContext)));
        }

        var answer = await RawAsync(
            $"GET /kv/0 HTTP/1.1\r\n{GridHeaders.CausalContext}: "
                + $"{contexts[0]}\r\n{GridHeaders.CausalContext}: {contexts[1]}\r\n",
            "");

        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains($"{GridHeaders.CausalContext}: {contexts[1]}\r\n", answer);
        Assert.InRange(contexts[1].Length, 1, 64 / 3);
    }

    [Fact]
    public async Task A_miss_carries_the_delete_that_it_saw()
    {
        await Http.PutAsync("/kv/x", new StringContent("1"));
        using var deleted = await Http.DeleteAsync("/kv/x");

        using var miss = await Http.GetAsync("/kv/x");
        using var never = await Http.GetAsync("/kv/never");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (miss.StatusCode, never.StatusCode));
        Assert.Equal(
            Assert.Single(deleted.Headers.GetValues(GridHeaders.CausalContext)),
            Assert.Single(miss.Headers.GetValues(GridHeaders.CausalContext)));
        Assert.False(never.Headers.Contains(GridHeaders.CausalContext));
    }

    [Fact]
    public async Task A_conditional_write_holds_while_the_key_has_the_tag_and_is_refused_with_the_present_value_after()
    {
        await Http.PutAsync("/kv/x", new StringContent("1"));
        using var read = await Http.GetAsync("/kv/x");
        var tag = read.Headers.ETag!.ToString();

        using var held = await PutIfAsync(tag, "2");
        using var refused = await PutIfAsync(tag, "3");
        using var any = await PutIfAsync("*", "4");
        await Http.DeleteAsync("/kv/x");
        using var gone = await PutIfAsync("*", "5");
        using var tombstone = await Http.GetAsync("/kv/x");
        using var recreated = await PutIfAsync(tombstone.Headers.ETag!.ToString(), "6");

        Assert.Equal(
            [
                HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK,
                HttpStatusCode.PreconditionFailed, HttpStatusCode.OK
            ],
            new[] { held, refused, any, gone, recreated }.Select(answer => answer.StatusCode));
        var problem = JsonElement.Parse(await refused.Content.ReadAsByteArrayAsync());
        Assert.Equal("2", problem.GetProperty("value").GetString());
        Assert.NotEqual(tag, refused.Headers.ETag!.ToString());
        Assert.Equal("6", await Http.GetStringAsync("/kv/x"));

        async Task<HttpResponseMessage> PutIfAsync(string condition, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/kv/x") { Content = new StringContent(value) };
            request.Headers.TryAddWithoutValidation("If-Match", condition);
            return await Http.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_write_holds_to_lists_of_tags_weak_ones_and_absence()
    {
        using var created = await PutAsync("If-None-Match", "*");
        using var again = await PutAsync("If-None-Match", "*");
        using var read = await Http.GetAsync("/kv/x");
        var tag = read.Headers.ETag!.ToString();
        using var known = await PutAsync("If-None-Match", $"\"other\", W/{tag}");
        using var weak = await PutAsync("If-Match", $"W/{tag}");
        using var listed = await PutAsync("If-Match", $"\"other\", {tag}");
        await Http.DeleteAsync("/kv/x");
        using var afresh = await PutAsync("If-None-Match", "*");
        using var malformed = await PutAsync("If-Match", "no quotes");

        Assert.Equal(
            [200, 412, 412, 412, 200, 200, 400],
            new[] { created, again, known, weak, listed, afresh, malformed }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("If-Match must be ETags in double quotes", await malformed.Content.ReadAsStringAsync());

        Task<HttpResponseMessage> PutAsync(string condition, string tags) => SendAsync(HttpMethod.Put, condition, tags);
    }

    [Fact]
    public async Task A_read_of_what_is_known_already_has_no_body()
    {
        await Http.PutAsync("/kv/x", new StringContent("1"));
        using var read = await Http.GetAsync("/kv/x");
        var tag = read.Headers.ETag!.ToString();

        using var same = await SendAsync(HttpMethod.Get, "If-None-Match", $"\"other\", W/{tag}");
        using var head = await SendAsync(HttpMethod.Head, "If-None-Match", "*");
        using var other = await SendAsync(HttpMethod.Get, "If-None-Match", "\"other\"");
        using var held = await SendAsync(HttpMethod.Get, "If-Match", tag);
        using var moved = await SendAsync(HttpMethod.Get, "If-Match", "\"other\"");
        await Http.DeleteAsync("/kv/x");
        using var gone = await SendAsync(HttpMethod.Get, "If-None-Match", "*");

        Assert.Equal(
            [304, 304, 200, 200, 412, 404],
            new[] { same, head, other, held, moved, gone }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.True(same.Headers.Contains(GridHeaders.CausalContext));
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_value_of_json_goes_out_as_it_was_written_whatever_the_reader_accepts()
    {
        await Http.PutAsync("/kv/x", new StringContent("[1]", Encoding.UTF8, "application/json"));

        using var answer = await SendAsync(HttpMethod.Get, "Accept-Encoding", "gzip, br");

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("[1]", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Bytes_that_a_list_or_a_snapshot_shows_can_be_written_by_a_batch()
    {
        byte[] bytes = [0xff, 0, 0x80];
        await Http.PutAsync("/kv/x", new ByteArrayContent(bytes));
        var item = JsonElement.Parse(await Http.GetByteArrayAsync("/kv")).GetProperty("items")[0];
        using var cut = await _node.PostJsonAsync("/store/snapshot", """{"keys":["x"]}""");
        var shown = JsonElement.Parse(await cut.Content.ReadAsByteArrayAsync()).GetProperty("values").GetProperty("x");

        using var written = await _node.PostJsonAsync(
            "/store/batch", $$$"""{"puts":{"y":{"value":"{{{item.GetProperty("value")}}}","encoding":"{{{item.GetProperty("encoding")}}}"},"z":{{{shown}}}}}""");

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(bytes, await Http.GetByteArrayAsync("/kv/y"));
        Assert.Equal(bytes, await Http.GetByteArrayAsync("/kv/z"));
    }

    [Fact]
    public async Task A_delivered_update_is_explained_by_what_has_become_of_it()
    {
        var dot = await WriteAsync("1");
        await WriteAsync("2");

        var explained = JsonSerializer.Deserialize(
            await Http.GetStringAsync($"/store/explain?dot={dot}"), GridJson.Default.UpdateExplanation)!;

        Assert.Equal(UpdateStates.Delivered, explained.State);
        Assert.Equal(new ExplainedChange("x", "superseded", false), Assert.Single(explained.Changes!));
        Assert.Equal(2, explained.Explanation.Count);

        async Task<string> WriteAsync(string value)
        {
            using var answer = await Http.PutAsync("/kv/x", new StringContent(value));
            return JsonSerializer.Deserialize(
                await answer.Content.ReadAsStringAsync(), GridJson.Default.KeyWritten)!.Dot;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?dot=")]
    [InlineData("?dot=node1:1")]
    [InlineData("?dot=node1.0123456789abcdef:0")]
    [InlineData("?dot=node1.0123456789abcdef:-1")]
    public async Task What_is_no_dot_is_not_explained(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.GetAsync("/store/explain" + query)).StatusCode);

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"no name"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"stranger"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"name":"node1"}""", HttpStatusCode.Conflict)]
    public async Task Nobody_is_retired_who_is_unknown_or_asked_for_it(string body, HttpStatusCode status)
    {
        using var refused = await _node.PostJsonAsync("/store/retire", body);

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_backup_is_made_once_below_the_data_directory()
    {
        using var made = await BackupAsync("""{"name":"monday"}""");
        using var again = await BackupAsync("""{"name":"monday"}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (made.StatusCode, again.StatusCode));
        var backup = JsonSerializer.Deserialize(await made.Content.ReadAsStringAsync(), GridJson.Default.BackupMade)!;
        Assert.Equal(Path.Combine(_node.Node.Options.DataPath, "backups", "monday"), backup.Directory);
        Assert.True(Directory.Exists(Path.Combine(backup.Directory, "store")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":".."}""")]
    [InlineData("""{"name":"../monday"}""")]
    [InlineData("""{"name":"/tmp"}""")]
    [InlineData("""{"name":7}""")]
    public async Task A_backup_has_a_name_that_leads_nowhere_else(string body)
    {
        using var refused = await BackupAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(_node.Node.Options.DataPath, "backups")));
    }

    [Fact]
    public async Task A_page_ends_early_where_its_values_are_large_and_the_next_one_goes_on()
    {
        for (var i = 0; i < 7; i++)
            await Http.PutAsync($"/kv/large{i}", new ByteArrayContent(new byte[1 << 20]));

        var first = JsonSerializer.Deserialize(await Http.GetStringAsync("/kv"), GridJson.Default.KeyPage)!;
        var second = JsonSerializer.Deserialize(
            await Http.GetStringAsync($"/kv?after={first.Next}"), GridJson.Default.KeyPage)!;

        Assert.InRange(first.Items.Count, 1, 6);
        Assert.Equal(7, first.Items.Count + second.Items.Count);
    }

    private Task<HttpResponseMessage> BackupAsync(string body) =>
        _node.PostJsonAsync("/store/backup", body);

    /// <summary>Sends a request as it is written: a client library would mend what is odd about it.</summary>
    private async Task<string> RawAsync(string head, string body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _node.Node.Addresses[0].Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}Host: localhost\r\nConnection: close\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string header, string value)
    {
        using var request = new HttpRequestMessage(method, "/kv/x");
        if (method == HttpMethod.Put)
            request.Content = new StringContent("v");
        request.Headers.TryAddWithoutValidation(header, value);
        return await Http.SendAsync(request);
    }
}
