using Akka.Actor;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Cluster;

[Trait("Speed", "Slow")]
public sealed class ThreeNodesTests : IAsyncLifetime
{
    private readonly TestLedger _ledger = new();
    private IReadOnlyList<ChargingNode> _nodes = [];

    public async Task InitializeAsync() =>
        _nodes = await ChargingNode.StartAsync(
            _ledger,
            ChargingNode.Substation(1, 80),
            ChargingNode.Substation(2, 120),
            ChargingNode.Substation(3, 100));

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Sixty_requests_at_once_fill_exactly_what_fits()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => _nodes[i % 3].ChargeAsync($"key-{i}", 7)));

        var accepted = outcomes.OfType<ChargeOutcome.Accepted>().ToArray();
        Assert.Equal(42, accepted.Length);
        Assert.Equal(
            [("substation_1", 11), ("substation_2", 17), ("substation_3", 14)],
            accepted.GroupBy(outcome => outcome.Session.Substation.Value)
                .Select(group => (group.Key, group.Count())).Order());
        Assert.All(outcomes.Except(accepted), outcome =>
        {
            var full = Assert.IsType<ChargeOutcome.NoCapacity>(outcome);
            Assert.Equal(3, full.LargestFree.Value);
            Assert.InRange(full.RetryAfter, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(6));
        });
        Assert.Equal(42, _ledger.Sessions.Count(session => session.State == SessionState.Active));
    }

    [Fact]
    public async Task Sixty_requests_at_once_fill_exactly_what_fits_though_the_substations_tell_their_claim_again_and_again()
    {
        var balancer = await _nodes[0].System.ActorSelection($"/user/{BalancerActor.Name}/{BalancerActor.Name}")
            .ResolveOne(TimeSpan.FromSeconds(10));
        var epoch = _nodes[0].Gateway.Substations[0].Report.Epoch;
        var requests = new List<Task<ChargeOutcome>>();
        for (var i = 0; i < 60; i++)
        {
            foreach (var node in _nodes)
                node.System.ActorSelection($"/user/{SubstationHost.Name}")
                    .Tell(new Claim(epoch), node == _nodes[0] ? balancer : Remote(node));
            requests.Add(_nodes[i % 3].ChargeAsync($"key-{i}", 7));
        }

        var outcomes = await Task.WhenAll(requests);

        Assert.Equal(42, outcomes.OfType<ChargeOutcome.Accepted>().Count());
        Assert.Equal(18, outcomes.OfType<ChargeOutcome.NoCapacity>().Count());
        Assert.All(_nodes, node => Assert.Equal(epoch, node.Gateway.Substations[0].Report.Epoch));

        IActorRef Remote(ChargingNode node) =>
            ((ExtendedActorSystem)node.System).Provider.ResolveActorRef(
                balancer.Path.ToStringWithAddress(Akka.Cluster.Cluster.Get(_nodes[0].System).SelfAddress));
    }

    [Fact]
    public async Task What_no_substation_is_built_for_is_refused_for_good()
    {
        var outcome = await _nodes[1].ChargeAsync("large", 150);

        Assert.Equal(120, Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(outcome).LargestRating.Value);
    }

    [Fact]
    public async Task A_leaving_balancer_hands_over_and_no_request_is_lost()
    {
        Assert.All(_nodes, node => Assert.Equal("node1", node.Gateway.BalancerNode));
        var requests = new List<Task<ChargeOutcome>>();
        var leaving = Task.CompletedTask;
        for (var i = 0; i < 60; i++)
        {
            if (i == 20)
                leaving = _nodes[0].LeaveAsync();
            requests.Add(_nodes[1 + i % 2].ChargeAsync($"key-{i}", 1));
            await Task.Delay(20);
        }

        var outcomes = await Task.WhenAll(requests);
        await leaving;

        // Substation 1 leaves with its node: a request on its way there may not be answered by it any more, but its
        // record says what became of it.
        Assert.All(outcomes, outcome => Assert.IsType<ChargeOutcome.Accepted>(outcome));
        await Eventually.HoldsAsync(() => _nodes[2].Gateway.BalancerNode == "node2");
        Assert.Equal(60, _ledger.Sessions.Count());
    }

    [Fact]
    public async Task A_key_keeps_its_session_when_the_balancer_changes()
    {
        var first = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[1].ChargeAsync("the-key", 90));
        await _nodes[0].LeaveAsync();
        await Eventually.HoldsAsync(() => _nodes[2].Gateway.BalancerNode == "node2");

        var again = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[2].ChargeAsync("the-key", 90));
        var other = await _nodes[2].ChargeAsync("the-key", 20);

        Assert.Equal(first.Session, again.Session);
        Assert.Equal(first.Session.Id, Assert.IsType<ChargeOutcome.KeyReused>(other).Session);
        Assert.Single(_ledger.Sessions);
    }

    [Fact]
    public async Task A_key_keeps_its_session_when_its_substation_goes_with_the_balancer()
    {
        var first = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[1].ChargeAsync("the-key", 75));
        Assert.Equal("substation_1", first.Session.Substation.Value);
        await _nodes[0].LeaveAsync();

        var again = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[2].ChargeAsync("the-key", 75));

        Assert.Equal(first.Session, again.Session);
        Assert.Single(_ledger.Sessions);
    }

    [Fact]
    public async Task A_vanished_balancer_is_replaced_and_requests_wait_for_its_successor()
    {
        await _nodes[0].VanishAsync();

        var outcome = await _nodes[1].ChargeAsync("waits", 90);

        var session = Assert.IsType<ChargeOutcome.Accepted>(outcome).Session;
        Assert.NotEqual("substation_1", session.Substation.Value);
    }

    [Fact]
    public async Task A_request_that_went_to_a_substation_that_vanished_is_placed_at_another()
    {
        await _nodes[2].VanishAsync();

        var outcome = await _nodes[1].ChargeAsync("finds-another", 90);

        Assert.Equal("substation_2", Assert.IsType<ChargeOutcome.Accepted>(outcome).Session.Substation.Value);
    }

    [Fact]
    public async Task A_substation_that_falls_silent_is_passed_over_although_its_node_lives()
    {
        var id = SubstationId.Of("substation_3");
        _nodes[2].System.ActorSelection($"/user/{SubstationHost.Name}").Tell(PoisonPill.Instance);
        await Eventually.HoldsAsync(() => _nodes.All(node => node.Gateway.FindSubstation(id) is { Silent: true }));

        var outcomes = new List<ChargeOutcome>();
        for (var i = 0; i < 3; i++)
            outcomes.Add(await _nodes[2].ChargeAsync($"key-{i}", 60));

        Assert.Equal(
            ["substation_1", "substation_2", "substation_2"],
            outcomes.Cast<ChargeOutcome.Accepted>().Select(accepted => accepted.Session.Substation.Value).Order());
        Assert.Equal(
            20,
            Assert.IsType<ChargeOutcome.NoCapacity>(await _nodes[0].ChargeAsync("one-too-many", 60)).LargestFree.Value);
    }

    [Fact]
    public async Task Cancelled_power_can_be_given_at_once_from_another_node()
    {
        for (var i = 0; i < 20; i++)
        {
            var session = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[0].ChargeAsync($"key-{i}", 110)).Session;

            Assert.IsType<ChargeOutcome.NoCapacity>(await _nodes[1].ChargeAsync($"in-vain-{i}", 110));
            var ended = Assert.IsType<CancelOutcome.Ended>(
                await _nodes[2].Gateway.CancelAsync(session.Id, CancellationToken.None));
            Assert.Equal(SessionState.Completed, ended.Session.State);
        }
    }

    [Fact]
    public async Task A_request_that_waits_is_served_when_another_node_frees_the_power()
    {
        var first = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[0].ChargeAsync("first", 110)).Session;
        var waiting = _nodes[1].ChargeAsync("waits", 110, maxWait: 300);
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 1);

        await _nodes[2].Gateway.CancelAsync(first.Id, CancellationToken.None);

        Assert.Equal("substation_2", Assert.IsType<ChargeOutcome.Accepted>(await waiting).Session.Substation.Value);
        Assert.Empty(await _nodes[2].Gateway.QueueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_the_queue()
    {
        Assert.IsType<ChargeOutcome.Accepted>(await _nodes[0].ChargeAsync("first", 110));
        using var client = new CancellationTokenSource();
        var waiting = _nodes[1].ChargeAsync("waits", 110, maxWait: 300, client.Token);
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 1);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 0);
    }

    [Fact]
    public async Task Who_waits_keeps_its_place_when_the_balancer_changes()
    {
        var filler = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[1].ChargeAsync("first", 110)).Session;
        var early = _nodes[1].ChargeAsync("early", 110, maxWait: 300);
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 1);
        var late = _nodes[2].ChargeAsync("late", 110, maxWait: 300);
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 2);

        await _nodes[0].LeaveAsync();
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.QueueAsync(CancellationToken.None)).Count == 2);
        var queue = await _nodes[2].Gateway.QueueAsync(CancellationToken.None);
        await _nodes[2].Gateway.CancelAsync(filler.Id, CancellationToken.None);

        Assert.Equal(SessionId.Of(IdempotencyKey.Of("early")), queue[0].Session);
        Assert.Equal("substation_2", Assert.IsType<ChargeOutcome.Accepted>(await early).Session.Substation.Value);
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task A_decision_can_be_explained_at_any_node()
    {
        var session = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[0].ChargeAsync("why", 90)).Session;

        var decision = await _nodes[2].Gateway.ExplainAsync(session.Id, CancellationToken.None);

        Assert.NotNull(decision);
        Assert.Equal(session.Substation, decision.Chosen);
        Assert.Equal("best-fit", decision.Policy);
        Assert.Equal(3, decision.Candidates.Count);
        Assert.Equal(Kilowatts.Zero, decision.TrueLoad);
    }

    [Fact]
    public async Task A_decision_can_be_explained_after_the_balancer_has_left_and_is_shown_among_the_last_ones()
    {
        var session = Assert.IsType<ChargeOutcome.Accepted>(await _nodes[0].ChargeAsync("why", 90)).Session;
        var decision = await _nodes[2].Gateway.ExplainAsync(session.Id, CancellationToken.None);

        await _nodes[0].LeaveAsync();
        await Eventually.HoldsAsync(() => _nodes[2].Gateway.BalancerNode == "node2");

        Assert.NotNull(decision);
        Assert.Equal(decision, await _nodes[1].Gateway.ExplainAsync(session.Id, CancellationToken.None));
        Assert.Equal(decision, await _nodes[2].Gateway.ExplainAsync(session.Id, CancellationToken.None));
        await Eventually.HoldsAsync(async () =>
            (await _nodes[2].Gateway.ServiceAsync(CancellationToken.None))?.Decisions.Contains(decision) == true);
    }
}
