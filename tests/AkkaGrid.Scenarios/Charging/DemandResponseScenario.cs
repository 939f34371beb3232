using System.Net;
using System.Net.Http.Json;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging;

/// <summary>What the grid's operators tell substations of 80, 120 and 100 kW, at any node.</summary>
[Collection(SharedGridStories.Name)]
public sealed class DemandResponseScenario(SharedGrid grid) : IAsyncLifetime
{
    private static readonly string[] All = ["substation_1", "substation_2", "substation_3"];

    private readonly LocalNodes _grid = grid.Nodes;

    public Task InitializeAsync() => grid.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Events_turn_large_vehicles_away_until_they_are_ended_and_end_nothing_that_runs()
    {
        var running = await _grid.Client(1).Charging.ChargeAsync(Request("EV_running", 110));
        Assert.Equal("substation_2", running.SubstationId);

        foreach (var id in All)
            Assert.Equal(30, (await _grid.Client(3).Charging.LimitAsync(id, new(30, 600, Name: "peak"))).Limit);
        await EveryNodeShows(substation => substation.Limit == 30);

        var refused = await RefusedAsync(2, "EV_large", 60);
        Assert.Equal((503, ProblemKinds.Curtailed), (refused.Status, refused.Kind));
        Assert.Equal(30, refused.Members["largest_limit_kw"].GetDecimal());
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(600));
        await _grid.Client(2).Charging.ChargeAsync(Request("EV_small", 20));
        Assert.Equal(SessionStates.Active, (await _grid.Client(1).Charging.SessionAsync(running.SessionId)).State);
        Assert.Equal(422, (await RefusedAsync(2, "EV_truck", 150)).Status);

        foreach (var id in All)
        {
            var peak = Assert.Single((await _grid.Client(1).Charging.EventsAsync(id)).Items);
            Assert.Equal(("peak", 30, LimitEventStates.Active), (peak.Name, peak.Limit, peak.State));
            await _grid.Client(2).Charging.EndEventAsync(id, peak.EventId);
        }

        await EveryNodeShows(substation => substation.Limit == substation.MaxCapacity);
        await _grid.Client(2).Charging.ChargeAsync(Request("EV_large", 60));
    }

    [Fact]
    public async Task A_drained_substation_takes_nobody_until_it_is_resumed()
    {
        Assert.Equal(SubstationStates.Draining, (await _grid.Client(1).Charging.DrainAsync("substation_2")).State);
        await EveryNodeShows(substation =>
            substation.SubstationId != "substation_2" || substation.State == SubstationStates.Draining);

        var refused = await RefusedAsync(3, "EV_large", 110);
        Assert.Equal((503, ProblemKinds.NoCapacity), (refused.Status, refused.Kind));

        Assert.Equal(SubstationStates.Active, (await _grid.Client(3).Charging.ResumeAsync("substation_2")).State);
        await Eventually.True(
            async () => (await _grid.Http(3).PostAsJsonAsync(
                "/charge",
                new { vehicle_id = "EV_large", charge_amount = 110, priority = "normal" })).IsSuccessStatusCode,
            "it charges at substation_2");
    }

    [Fact]
    public async Task A_capacity_that_is_set_holds_until_the_configured_one_is_restored()
    {
        var set = await _grid.Client(1).Charging.SetCapacityAsync("substation_3", 200);
        Assert.Equal((200m, 200m), (set.MaxCapacity, set.Limit));
        await EveryNodeShows(substation => substation.SubstationId != "substation_3" || substation.Limit == 200);
        Assert.Equal(
            "substation_3", (await _grid.Client(2).Charging.ChargeAsync(Request("EV_truck", 150))).SubstationId);

        var restored = await _grid.Client(2).Charging.SetCapacityAsync("substation_3", null);

        Assert.Equal((100m, 150m, 0m), (restored.Limit, restored.CurrentLoad, restored.AvailableCapacity));
    }

    [Fact]
    public async Task What_no_substation_can_be_told_is_a_problem()
    {
        using var unknown = await _grid.Http(1).PatchAsJsonAsync("/substations/nowhere", new { state = "draining" });
        using var misspelt = await _grid.Http(1).PatchAsJsonAsync("/substations/substation_1", new { capacity = 5 });
        using var over = await _grid.Http(1).PostAsJsonAsync(
            "/substations/substation_1/events", new { start = "2020-01-01T00:00:00Z", duration = 60, limit = 5 });

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, over.StatusCode);
        Assert.Equal("application/problem+json", over.Content.Headers.ContentType?.MediaType);
    }

    private static ChargeRequest Request(string vehicle, decimal kilowatts) =>
        new(vehicle, kilowatts, Priorities.Normal);

    private async Task<GridException> RefusedAsync(int node, string vehicle, decimal kilowatts) =>
        await Assert.ThrowsAsync<GridException>(() =>
            _grid.Client(node).Charging.ChargeAsync(Request(vehicle, kilowatts)));

    private Task EveryNodeShows(Func<Substation, bool> condition) => Eventually.True(
        async () =>
        {
            for (var node = 1; node <= 3; node++)
                if (!(await _grid.Client(node).Charging.SubstationsAsync()).Items.All(condition))
                    return false;
            return true;
        },
        "every node shows it");
}
