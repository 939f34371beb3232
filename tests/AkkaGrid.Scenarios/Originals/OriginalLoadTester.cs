using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaGrid.Scenarios.Originals;

/// <summary>
/// The load tester of the original system: what it sends, how it counts, and what it reads out of the answers.
/// </summary>
/// <param name="http">Carries the calls; its timeout is 30 s in the original.</param>
/// <param name="service">The charge request service, at port 8000 in the original.</param>
/// <param name="balancer">The load balancer, at port 8080 in the original.</param>
internal sealed class OriginalLoadTester(HttpClient http, Uri service, Uri balancer)
{
    private static readonly int[] Amounts = [7, 11, 22, 50, 100, 150];
    private static readonly string[] Priorities = ["low", "normal", "normal", "normal", "high"];

    private int _successful;
    private int _rejected;
    private int _failed;

    /// <summary>Runs its threads (10 in the original) for a while (60 s in the original).</summary>
    public async Task<OriginalCounts> RunAsync(int threads, TimeSpan duration, int seed)
    {
        var end =
            TimeProvider.System.GetTimestamp() + (long)(duration.TotalSeconds * TimeProvider.System.TimestampFrequency);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => DriveAsync(new Random(seed + thread), end)));
        return new(_successful, _rejected, _failed);
    }

    /// <summary>What it prints every 10 s: the load in kW of every substation.</summary>
    public async Task<IReadOnlyDictionary<string, double>> SubstationLoadsAsync()
    {
        var status = await http.GetFromJsonAsync<JsonElement>(new Uri(balancer, "status"));
        return status.GetProperty("substation_loads").EnumerateObject()
            .ToDictionary(load => load.Name, load => load.Value.GetDouble());
    }

    private async Task DriveAsync(Random random, long end)
    {
        while (TimeProvider.System.GetTimestamp() < end)
        {
            await SendAsync(random);
            await Task.Delay(TimeSpan.FromSeconds(0.1 + (1.9 * random.NextDouble())));
        }
    }

    private async Task SendAsync(Random random)
    {
        var request = new
        {
            vehicle_id = $"EV_{random.Next(1000, 10_000)}",
            charge_amount = Amounts[random.Next(Amounts.Length)],
            priority = Priorities[random.Next(Priorities.Length)],
            // Without an offset, as Python's isoformat writes it.
            request_time = TimeProvider.System.GetLocalNow()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        };
        using var response = await http.PostAsJsonAsync(new Uri(service, "charge"), request);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            Interlocked.Increment(ref _successful);
            AssertAccepted(
                await response.Content.ReadFromJsonAsync<JsonElement>(), request.vehicle_id, request.charge_amount);
        }
        else if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Interlocked.Increment(ref _rejected);
        }
        else
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private static void AssertAccepted(JsonElement answer, string vehicle, int amount)
    {
        Assert.Equal("accepted", answer.GetProperty("status").GetString());
        Assert.Equal(vehicle, answer.GetProperty("vehicle_id").GetString());
        Assert.Equal(amount, answer.GetProperty("charge_amount").GetDecimal());
        Assert.Equal("load_balancer", answer.GetProperty("routed_by").GetString());
        var load = answer.GetProperty("current_load").GetDecimal();
        Assert.InRange(load, amount, answer.GetProperty("max_capacity").GetDecimal());
        Assert.Equal(load - amount, answer.GetProperty("substation_load_before").GetDecimal());
        foreach (var name in (string[])["session_id", "substation_id", "estimated_duration", "start_time"])
            Assert.True(answer.TryGetProperty(name, out _), $"{name} is missing");
    }
}
