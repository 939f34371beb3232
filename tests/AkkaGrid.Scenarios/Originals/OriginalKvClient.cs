using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaGrid.Scenarios.Originals;

/// <summary>The key-value clients of the original system, call by call: what they send, and what they expect.</summary>
/// <param name="http">Carries the calls.</param>
/// <param name="nodes">The three nodes, at ports 5000, 5001 and 5002 in the original.</param>
internal sealed class OriginalKvClient(HttpClient http, IReadOnlyList<Uri> nodes)
{
    private static readonly TimeSpan AfterPut = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromSeconds(1.1);

    /// <summary>The client of variant A from its first step to its last.</summary>
    public async Task RunVariantAAsync()
    {
        await PutAsync(0, "x", 1);
        await Task.Delay(AfterPut);
        await PutAsync(1, "x", 2);
        await Task.Delay(AfterPut);
        await ExpectAsync(2, "x", 2);
        await PutAsync(2, "y", 3);
        await Task.Delay(BeforeTheEnd);
        for (var node = 0; node < nodes.Count; node++)
            await ExpectAsync(node, "y", 3);
    }

    /// <summary>The calls of variant B: a write, read back where it was made, and a key that is not there.</summary>
    public async Task RunVariantBAsync()
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            var key = $"variant-b-{node}";
            await WriteAsync(node, key, node);
            Assert.Equal(node, (await ReadAsync(node, key)).GetProperty("value").GetInt32());
        }

        Assert.Equal(JsonValueKind.Null, (await ReadAsync(0, "variant-b-missing")).GetProperty("value").ValueKind);
    }

    private async Task PutAsync(int node, string key, int value)
    {
        using var response = await http.PostAsJsonAsync(new Uri(nodes[node], "put"), new { key, value });
        var answer = await ReadAsync(response);
        Assert.Equal("ok", answer.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("vc").ValueKind);
    }

    private async Task ExpectAsync(int node, string key, int value)
    {
        using var response = await http.GetAsync(new Uri(nodes[node], $"get?key={key}"));
        var answer = await ReadAsync(response);
        Assert.Equal(key, answer.GetProperty("key").GetString());
        Assert.Equal(value, answer.GetProperty("value").GetInt32());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("vc").ValueKind);
    }

    private async Task WriteAsync(int node, string key, int value)
    {
        using var response = await http.PostAsJsonAsync(new Uri(nodes[node], "write"), new { key, value });
        var answer = await ReadAsync(response);
        Assert.Equal(key, answer.GetProperty("key").GetString());
        Assert.Equal(value, answer.GetProperty("value").GetInt32());
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("vector_clock").ValueKind);
        Assert.Equal(JsonValueKind.Number, answer.GetProperty("node_id").ValueKind);
    }

    private async Task<JsonElement> ReadAsync(int node, string key)
    {
        using var response = await http.GetAsync(new Uri(nodes[node], $"read/{key}"));
        var answer = await ReadAsync(response);
        Assert.Equal(key, answer.GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("vector_clock").ValueKind);
        return answer;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
