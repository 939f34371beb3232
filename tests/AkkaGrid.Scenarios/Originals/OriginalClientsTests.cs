using System.Collections.Concurrent;
using System.Text.Json;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Scenarios.Originals;

/// <summary>The re-created clients, held against a stand-in that answers as the originals answered.</summary>
public sealed class OriginalClientsTests
{
    private readonly ConcurrentDictionary<string, JsonElement> _values = new();

    [Fact]
    public async Task The_key_value_clients_take_the_answers_of_the_originals()
    {
        await using var node = await ScriptedNode.StartAsync(Store);
        using var http = new HttpClient();
        var client = new OriginalKvClient(http, [node.Url, node.Url, node.Url]);

        await client.RunVariantAAsync();
        await client.RunVariantBAsync();

        Assert.Equal(["x", "y"], _values.Keys.Where(key => key.Length == 1).Order());
    }

    [Fact]
    public async Task The_load_tester_counts_every_answer_once()
    {
        await using var node = await ScriptedNode.StartAsync(Charge);
        using var http = new HttpClient();
        var tester = new OriginalLoadTester(http, node.Url, node.Url);

        var counts = await tester.RunAsync(threads: 3, TimeSpan.FromMilliseconds(1), seed: 1);

        Assert.Equal(node.Requests.Count, counts.Total);
        Assert.Equal(80, (await tester.SubstationLoadsAsync())["substation_1"]);
    }

    private ScriptedAnswer Store(RecordedRequest request)
    {
        if (request.Method == "POST")
        {
            var (key, value) = (request.Json.GetProperty("key").GetString()!, request.Json.GetProperty("value"));
            _values[key] = value;
            return request.Path == "/put"
                ? ScriptedAnswer.Json(200, new { status = "ok", vc = new { node1 = 1 } })
                : ScriptedAnswer.Json(200, new { key, value, vector_clock = (int[])[1, 0, 0], node_id = 0 });
        }

        var name = request.Path == "/get" ? request.Target.Split('=')[1] : request.Path["/read/".Length..];
        var held = _values.TryGetValue(name, out var found) ? found : (JsonElement?)null;
        return request.Path == "/get"
            ? ScriptedAnswer.Json(200, new { key = name, value = held, vc = new { node1 = 1 } })
            : ScriptedAnswer.Json(200, new { key = name, value = held, vector_clock = (int[])[1, 0, 0] });
    }

    private static ScriptedAnswer Charge(RecordedRequest request)
    {
        if (request.Path == "/status")
            return ScriptedAnswer.Json(
                200, new { service = "load_balancer", substation_loads = new { substation_1 = 80 } });

        var (vehicle, amount) =
            (request.Json.GetProperty("vehicle_id"), request.Json.GetProperty("charge_amount").GetInt32());
        return amount > 100
            ? ScriptedAnswer.Problem(422, "exceeds-largest-substation", "too large")
            : ScriptedAnswer.Json(200, new
            {
                status = "accepted",
                session_id = "s",
                substation_id = "substation_2",
                vehicle_id = vehicle,
                charge_amount = amount,
                estimated_duration = 10,
                start_time = "2026-01-01T12:00:00",
                current_load = amount,
                max_capacity = 120,
                routed_by = "load_balancer",
                substation_load_before = 0,
            });
    }
}
