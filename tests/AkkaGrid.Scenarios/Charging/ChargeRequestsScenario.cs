using System.Net.Http.Json;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging;

/// <summary>What clients ask for and are told, at any node of a grid of 80, 120 and 100 kW.</summary>
[Collection(SharedGridStories.Name)]
public sealed class ChargeRequestsScenario(SharedGrid grid) : IAsyncLifetime
{
    private readonly LocalNodes _grid = grid.Nodes;

    public Task InitializeAsync() => grid.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_is_content_with_less_is_given_what_fits_for_longer_and_nobody_is_given_less_than_is_of_use()
    {
        // 19 kW are left at the second, where alone the first of them fits, and 5 at the others.
        foreach (var (node, vehicle, kilowatts) in new[] { (1, "EV_bus", 101), (2, "EV_lorry", 95), (3, "EV_van", 75) })
            await _grid.Client(node).Charging.ChargeAsync(Request(vehicle, kilowatts));

        var refused = await Assert.ThrowsAsync<GridException>(
            () => _grid.Client(1).Charging.ChargeAsync(Request("EV_1", 60) with { MinChargeAmount = 25 }));
        Assert.Equal((503, ProblemKinds.NoCapacity), (refused.Status, refused.Kind));
        Assert.Equal(19, refused.Members["largest_free_kw"].GetDecimal());

        // Quarters of 60 kW: one fits, for four times as long as 60 kW would take, which is the base duration give or
        // take a fifth.
        var accepted = await _grid.Client(2).Charging.ChargeAsync(Request("EV_1", 60) with { MinChargeAmount = 10 });
        Assert.Equal(("substation_2", 15m), (accepted.SubstationId, accepted.ChargeAmount));
        var duration = LocalNodes.ChargeProcessingTime.TotalSeconds * 4;
        Assert.InRange(accepted.EstimatedDuration, duration * 0.8, duration * 1.2);
        Assert.Equal(15, (await _grid.Client(3).Charging.SessionAsync(accepted.SessionId)).ChargeAmount);
    }

    [Fact]
    public async Task Why_a_session_is_where_it_is_can_be_asked_at_a_node_that_does_not_balance()
    {
        var balancer = await _grid.BalancerAsync();
        var accepted = await _grid.Client(balancer).Charging.ChargeAsync(Request("EV_1", 90));

        var decision = await _grid.Http((balancer % 3) + 1).GetFromJsonAsync(
            $"/sessions/{accepted.SessionId}/decision", GridJson.Default.SessionDecision);

        Assert.Equal(
            (accepted.SessionId, $"node{balancer}", "best-fit", 90m, accepted.SubstationId, 0m),
            (
                decision!.SessionId,
                decision.BalancerNode,
                decision.Policy,
                decision.ChargeAmount,
                decision.SubstationId,
                decision.TrueLoad));
        Assert.Equal(
            ["substation_1", "substation_2", "substation_3"],
            decision.Candidates.Select(candidate => candidate.SubstationId));
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_the_queue_and_is_given_nothing_when_there_is_room()
    {
        await _grid.Client(1).Charging.DrainAsync("substation_2");
        await Eventually.True(
            async () =>
                (await _grid.Client(2).Charging.SubstationAsync("substation_2")).State == SubstationStates.Draining,
            "the only substation that is large enough takes nobody");
        using var client = new CancellationTokenSource();
        var gone = _grid.Client(2)
            .Charging.ChargeAsync(Request("EV_gone", 115) with { MaxWait = 300 }, cancellationToken: client.Token);
        await QueueIsAsync("EV_gone");
        var patient = _grid.Client(1).Charging.ChargeAsync(Request("EV_patient", 115) with { MaxWait = 300 });
        await QueueIsAsync("EV_gone", "EV_patient");

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await QueueIsAsync("EV_patient");
        await _grid.Client(3).Charging.ResumeAsync("substation_2");
        Assert.Equal("substation_2", (await patient).SubstationId);
        Assert.DoesNotContain(
            (await _grid.Client(1).Charging.SessionsAsync(limit: 1000)).Items,
            session => session.VehicleId == "EV_gone");
    }

    [Fact]
    public async Task A_session_that_no_majority_of_the_replicas_can_confirm_starts_once_it_is_on_one_disk_and_that_is_counted()
    {
        // The balancer may not have heard yet that an earlier story's sessions have ended, and would prefer another
        // then.
        foreach (var other in (int[])[2, 3])
            await _grid.Client(other).Charging.DrainAsync($"substation_{other}");
        foreach (var other in (int[])[2, 3])
            await _grid.LinkAsync(1, other, LinkModes.Hold);
        var (local, majority) = (await RecordedAsync("local"), await RecordedAsync("majority"));

        var accepted = await _grid.Client(2).Charging.ChargeAsync(Request("EV_1", 75) with { MaxWait = 30 });

        Assert.Equal("substation_1", accepted.SubstationId);
        Assert.Equal((local + 1, majority), (await RecordedAsync("local"), await RecordedAsync("majority")));

        foreach (var other in (int[])[2, 3])
            await _grid.LinkAsync(1, other, LinkModes.Pass);
        await Eventually.True(
            async () => (await _grid.Client(3).Charging.SessionsAsync(limit: 1000))
                .Items.Any(session => session.SessionId == accepted.SessionId),
            "the others have it as soon as they can be reached");
        await _grid.Client(2).Charging.EndSessionAsync(accepted.SessionId);
        await Eventually.True(async () => await RecordedAsync("majority") > majority, "a majority confirms its end");
    }

    private static ChargeRequest Request(string vehicle, decimal kilowatts) =>
        new(vehicle, kilowatts, Priorities.Normal);

    private Task QueueIsAsync(params string[] vehicles) => Eventually.True(
        async () => (await _grid.Client(3).Charging.QueueAsync()).Items.Select(waiting => waiting.VehicleId)
            .SequenceEqual(vehicles),
        $"{string.Join(", ", vehicles)} wait");

    // By the substation of node1.
    private Task<double?> RecordedAsync(string durability) =>
        _grid.Http(1).MetricAsync($$"""charging_session_records_total{durability="{{durability}}"}""");
}
