using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging;

[Collection(SharedGridStories.Name)]
public sealed class RushHourScenario(SharedGrid grid) : IAsyncLifetime
{
    private readonly LocalNodes _grid = grid.Nodes;

    public Task InitializeAsync() => grid.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Sixty_requests_at_once_fill_exactly_what_fits()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => ChargeAsync(1 + (i % 3), $"EV_{i}", 7)));

        Assert.Equal(42, answers.Count(answer => answer.Accepted is not null));
        Assert.All(answers.Where(answer => answer.Refused is not null), answer =>
        {
            Assert.Equal((503, ProblemKinds.NoCapacity), (answer.Refused!.Status, answer.Refused.Kind));
            Assert.InRange(
                answer.Refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), LocalNodes.ChargeProcessingTime * 1.2);
        });
        await Eventually.True(
            async () => (await _grid.Client(2).Charging.SubstationsAsync()).Items
                .Select(substation => (substation.SubstationId, substation.ActiveSessions))
                .SequenceEqual([("substation_1", 11), ("substation_2", 17), ("substation_3", 14)]),
            "11, 17 and 14 vehicles charge");
    }

    [Fact]
    public async Task A_full_substation_is_passed_over()
    {
        var first = await _grid.Client(1).Charging.ChargeAsync(Request("EV_first", 80));
        var second = await _grid.Client(2).Charging.ChargeAsync(Request("EV_second", 80));
        var third = await _grid.Client(3).Charging.ChargeAsync(Request("EV_third", 80));

        Assert.Equal(
            ["substation_1", "substation_2", "substation_3"],
            new[] { first, second, third }.Select(accepted => accepted.SubstationId).Order());
    }

    [Fact]
    public async Task What_exceeds_every_rating_is_told_so_for_good()
    {
        var refused = (await ChargeAsync(3, "EV_truck", 150)).Refused;

        Assert.Equal((422, ProblemKinds.ExceedsLargestSubstation), (refused!.Status, refused.Kind));
        Assert.Null(refused.RetryAfter);
        Assert.Equal(120, refused.Members["largest_substation_kw"].GetDecimal());
    }

    [Fact]
    public async Task Who_may_wait_is_served_as_soon_as_a_vehicle_leaves()
    {
        var leaving = await _grid.Client(1).Charging.ChargeAsync(Request("EV_first", 115));
        var waiting = _grid.Client(2).Charging.ChargeAsync(Request("EV_patient", 115) with { MaxWait = 60 });
        await Eventually.True(
            async () => (await _grid.Client(3).Charging.QueueAsync()).Items
                is [{ VehicleId: "EV_patient", Position: 1, ExpectedIn: > 0 }],
            "any node shows who waits, and for how long still");

        await _grid.Client(3).Charging.EndSessionAsync(leaving.SessionId);

        Assert.Equal("substation_2", (await waiting).SubstationId);
        Assert.Empty((await _grid.Client(1).Charging.QueueAsync()).Items);
    }

    [Fact]
    public async Task A_session_can_be_read_and_ended_at_any_node_and_frees_its_power()
    {
        var accepted = await _grid.Client(1).Charging.ChargeAsync(Request("EV_1", 22));
        await Eventually.True(
            async () => (await _grid.Client(3).Charging.SessionsAsync())
                .Items.Any(session => session.SessionId == accepted.SessionId),
            "node3 has the session");
        Assert.Equal(SessionStates.Active, (await _grid.Client(3).Charging.SessionAsync(accepted.SessionId)).State);

        var ended = await _grid.Client(3).Charging.EndSessionAsync(accepted.SessionId);

        Assert.Equal(SessionStates.Completed, ended.State);
        await Eventually.True(
            async () => (await _grid.Client(2).Charging.SubstationsAsync())
                .Items.All(substation => substation.CurrentLoad == 0),
            "no substation is loaded");
    }

    [Fact]
    public async Task The_same_key_is_one_session_at_whichever_edge_it_arrives()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            _grid.Client(1 + (i % 3)).Charging.ChargeAsync(Request("EV_1", 22), "one-key")));

        Assert.Single(answers.Select(accepted => accepted.SessionId).Distinct());
        await Eventually.True(
            async () =>
                (await _grid.Client(1).Charging.SubstationsAsync()).Items.Sum(substation => substation.CurrentLoad)
                    == 22,
            "one session is charged");
    }

    private static ChargeRequest Request(string vehicle, decimal kilowatts) =>
        new(vehicle, kilowatts, Priorities.Normal);

    private async Task<Answer> ChargeAsync(int node, string vehicle, decimal kilowatts)
    {
        try
        {
            return new Answer(await _grid.Client(node).Charging.ChargeAsync(Request(vehicle, kilowatts)), null);
        }
        catch (GridException refused)
        {
            return new Answer(null, refused);
        }
    }

    private sealed record Answer(ChargeAccepted? Accepted, GridException? Refused);
}
