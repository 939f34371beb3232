using System.Net;
using System.Text;
using System.Text.Json;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.Charging;

/// <summary>Charging at the edge of a node with one substation, where a vehicle may have one session.</summary>
[Trait("Speed", "Slow")]
public sealed class ChargingNodeTests : IAsyncLifetime
{
    private ServingNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await ServingNode.StartAsync(options =>
        {
            options.Substations.Add(
                new SubstationOptions { Id = "s1", MaxCapacity = 100, ChargeProcessingTime = TimeSpan.FromHours(1) });
            options.Charging.OneSessionPerVehicle = true;
        });
        await Eventually.True(
            async () => (await _node.Http.GetAsync("/health/ready")).IsSuccessStatusCode, "the node is ready");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task An_event_without_an_end_is_listed_explained_and_ended()
    {
        using var made = await _node.PostJsonAsync("/substations/s1/events", """{"limit":40,"name":"evening peak"}""");
        var place = made.Headers.Location!.OriginalString;
        var holder = (await JsonAsync(made)).GetProperty("limited_by");
        var listed = (await GetAsync("/substations/s1/events")).GetProperty("items")[0];

        Assert.Equal($"/substations/s1/events/{listed.GetProperty("event_id")}", place);
        foreach (var shown in (JsonElement[])[holder, listed,
            (await GetAsync("/substations/s1")).GetProperty("limited_by")])
        {
            Assert.Equal(
                ("evening peak", 40m, "active"),
                (shown.GetProperty("name").GetString(), shown.GetProperty("limit").GetDecimal(), shown
                    .GetProperty("state")
                    .GetString()));
            Assert.False(shown.TryGetProperty("end", out _));
        }

        using var ended = await _node.Http.DeleteAsync(place);
        Assert.Equal(100, (await JsonAsync(ended)).GetProperty("limit").GetDecimal());
        Assert.False((await GetAsync("/substations/s1")).TryGetProperty("limited_by", out _));
        Assert.Equal(0, (await GetAsync("/substations/s1/events")).GetProperty("items").GetArrayLength());
        using var again = await _node.Http.DeleteAsync(place);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var nowhere = await _node.Http.GetAsync("/substations/s2/events");
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Fact]
    public async Task What_fits_since_the_rating_was_raised_is_never_refused_for_good()
    {
        for (var capacity = 110; capacity <= 200; capacity += 10)
        {
            using var raised = await _node.Http.PatchAsync(
                "/substations/s1",
                new StringContent($$"""{"max_capacity":{{capacity}}}""", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, raised.StatusCode);

            using var answer = await ChargeAsync($"EV_{capacity}", capacity);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var ended = await _node.Http.DeleteAsync(answer.Headers.Location!.OriginalString);
            Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        }
    }

    [Fact]
    public async Task A_vehicle_that_charges_is_given_no_other_session_until_that_has_ended()
    {
        using var first = await ChargeAsync("EV_1", 7);
        var session = (await JsonAsync(first)).GetProperty("session_id").GetString();

        using var second = await ChargeAsync("EV_1", 7);
        var problem = await JsonAsync(second);
        Assert.Equal(
            (HttpStatusCode.Conflict, "urn:akkagrid:problem:vehicle-charging", session),
            (second.StatusCode, problem.GetProperty("type").GetString(), problem.GetProperty("session_id")
                .GetString()));
        using var another = await ChargeAsync("EV_2", 7);
        Assert.Equal(HttpStatusCode.OK, another.StatusCode);

        using var ended = await _node.Http.DeleteAsync($"/sessions/{session}");
        using var third = await ChargeAsync("EV_1", 7);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task A_replayed_key_says_so_and_how_its_session_stands()
    {
        using var first = await ChargeAsync("EV_1", 7, "a-key");
        Assert.Equal(("active", false), await StandingAsync(first));

        using var again = await ChargeAsync("EV_1", 7, "a-key");
        Assert.Equal(("active", true), await StandingAsync(again));

        using var ended = await _node.Http.DeleteAsync(first.Headers.Location!.OriginalString);
        using var over = await ChargeAsync("EV_1", 7, "a-key");
        Assert.Equal(("completed", true), await StandingAsync(over));
    }

    private static async Task<(string?, bool)> StandingAsync(HttpResponseMessage answer)
    {
        var accepted = await JsonAsync(answer);
        return (accepted.GetProperty("state").GetString(), accepted.GetProperty("replayed").GetBoolean());
    }

    private async Task<HttpResponseMessage> ChargeAsync(string vehicle, decimal kilowatts, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/charge")
        {
            Content = new StringContent(
                $$"""{"vehicle_id":"{{vehicle}}","charge_amount":{{kilowatts}},"priority":"normal"}""",
                Encoding.UTF8,
                "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _node.Http.SendAsync(request);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _node.Http.GetAsync(path);
        return await JsonAsync(answer);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync());
}
