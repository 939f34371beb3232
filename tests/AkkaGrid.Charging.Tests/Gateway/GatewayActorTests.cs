using Akka.Actor;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Gateway;

public sealed class GatewayActorTests : ChargingTestKit
{
    private static readonly FencingEpoch Epoch = new(3, "node2");

    [Fact]
    public async Task What_comes_before_a_balancer_is_known_is_held_and_then_sent()
    {
        var gateway = Attach(Feature());
        var charging = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);

        AnnounceBalancer(Epoch);
        var place = FishForMessage<PlaceRequest>(_ => true);
        LastSender.Tell(
            new RequestAnswered(place.Ticket.Number, new ChargeOutcome.NoCapacity(TimeSpan.Zero, Kilowatts.Zero)));

        Assert.IsType<ChargeOutcome.NoCapacity>(await charging);
        Assert.Equal("node2", gateway.BalancerNode);
    }

    [Fact]
    public void What_is_not_answered_is_sent_again_with_the_same_key_and_ticket()
    {
        var gateway = Attach(Feature());
        _ = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        var first = FishForMessage<PlaceRequest>(_ => true);
        AnnounceBalancer(Epoch);

        var second = FishForMessage<PlaceRequest>(_ => true);

        Assert.Equal((first.Ticket, first.Request), (second.Ticket, second.Request));
    }

    [Fact]
    public void A_successor_is_sent_what_is_held_at_once()
    {
        var gateway = Attach(Feature());
        _ = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        var first = FishForMessage<PlaceRequest>(_ => true);

        LastSender.Tell(new BalancerSteppedDown(Epoch));
        FishForMessage<GatewayAnnouncement>(_ => true);
        var successor = CreateTestProbe();
        LastSender.Tell(new BalancerAnnouncement(Epoch.Next("node3"), DateTimeOffset.UnixEpoch), successor);

        Assert.Equal(first.Ticket, successor.ExpectMsg<PlaceRequest>().Ticket);
        Assert.Equal("node3", gateway.BalancerNode);
    }

    [Fact]
    public async Task A_successor_is_not_asked_for_what_its_predecessor_has_put_on_record()
    {
        var gateway = Attach(Feature());
        var charging = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        FishForMessage<PlaceRequest>(_ => true);
        var start = DateTimeOffset.UnixEpoch;
        var session = new ChargingSession(
            Request("a", 7), SubstationId.Of("gone"), SessionState.Active, start, start + TimeSpan.FromHours(1), null);
        await Ledger.RecordAsync(session, CancellationToken.None);

        LastSender.Tell(new BalancerAnnouncement(Epoch.Next("node3"), start), TestActor);

        Assert.Equal(session, Assert.IsType<ChargeOutcome.Accepted>(await charging).Session);
    }

    [Fact]
    public void A_report_of_another_live_owner_of_the_name_is_not_taken()
    {
        var gateway = Feature().Gateway;
        var report = Wire.Samples.Report;

        gateway.Hear(report, TestActor);
        gateway.Hear(report with { Sequence = report.Sequence + 1, Node = "other" }, CreateTestProbe());
        Assert.Equal("node1", gateway.FindSubstation(report.Substation)?.Report.Node);

        gateway.Hear(report with { Sequence = report.Sequence + 2, Load = Kilowatts.Zero }, TestActor);
        gateway.Hear(report, TestActor);
        Assert.Equal(Kilowatts.Zero, gateway.FindSubstation(report.Substation)?.Report.Load);
    }

    [Fact]
    public async Task A_substation_is_told_what_it_is_to_keep_to_and_shown_as_it_answers()
    {
        var gateway = Feature().Gateway;
        var report = Wire.Samples.Report;
        gateway.Hear(report, TestActor);

        var changing = gateway.ControlAsync(report.Substation, new ChangeControls(null, true), CancellationToken.None);
        ExpectMsg<ChangeControls>();
        LastSender.Tell(new ControlsChanged(report with { Sequence = report.Sequence + 1, Draining = true }));
        Assert.True(Assert.IsType<ControlOutcome.Changed>(await changing).Status.Report.Draining);
        Assert.True(gateway.FindSubstation(report.Substation)?.Report.Draining);

        var limiting = gateway.LimitAsync(
            report.Substation,
            new AddLimitEvent(null, TimeSpan.FromSeconds(1), Kilowatts.Zero),
            CancellationToken.None);
        ExpectMsg<AddLimitEvent>();
        LastSender.Tell(new ControlsRefused(report.Substation, ControlsRefusal.TooManyEvents));
        Assert.Equal(ControlsRefusal.TooManyEvents, Assert.IsType<ControlOutcome.Refused>(await limiting).Reason);
    }

    [Fact]
    public async Task A_substation_that_is_unknown_does_not_answer_or_cannot_record_is_told_apart()
    {
        var gateway = Feature().Gateway;
        var report = Wire.Samples.Report;
        var change = new ChangeControls(null, true);
        Assert.IsType<ControlOutcome.NotFound>(
            await gateway.ControlAsync(report.Substation, change, CancellationToken.None));

        gateway.Hear(report, TestActor);
        var silent = gateway.ControlAsync(report.Substation, change, CancellationToken.None);
        ExpectMsg<ChangeControls>();
        Assert.IsType<ControlOutcome.SubstationUnavailable>(await silent);

        var failing = gateway.ControlAsync(report.Substation, change, CancellationToken.None);
        ExpectMsg<ChangeControls>();
        LastSender.Tell(new ControlsRefused(report.Substation, ControlsRefusal.NotRecorded));
        Assert.IsType<ControlOutcome.SubstationUnavailable>(await failing);
    }

    [Fact]
    public void A_predecessor_that_wakes_up_is_not_followed()
    {
        var gateway = Attach(Feature());
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        AwaitAssert(() => Assert.Equal("node2", gateway.BalancerNode));

        var zombie = CreateTestProbe();
        LastSender.Tell(new BalancerAnnouncement(new FencingEpoch(2, "node1"), DateTimeOffset.UnixEpoch), zombie);
        _ = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);

        FishForMessage<PlaceRequest>(_ => true);
        zombie.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void A_deadline_is_told_in_the_balancers_clock()
    {
        var clock = new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var gateway = Attach(Feature());
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch, clock);
        AwaitAssert(() => Assert.Equal("node2", gateway.BalancerNode));
        _ = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);

        var budget = FishForMessage<PlaceRequest>(_ => true).ExpiresAt - clock;

        Assert.InRange(budget, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task With_no_balancer_in_time_nothing_was_started()
    {
        var gateway = Attach(Feature(TimeSpan.FromMilliseconds(300)));

        Assert.IsType<ChargeOutcome.BalancerUnavailable>(
            await gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task With_no_answer_in_time_the_record_tells_or_else_nobody_knows()
    {
        var gateway = Attach(Feature(TimeSpan.FromSeconds(2)));
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        AwaitAssert(() => Assert.Equal("node2", gateway.BalancerNode));

        var recorded = gateway.ChargeAsync(Request("recorded", 7), TimeSpan.Zero, CancellationToken.None);
        var unknown = gateway.ChargeAsync(Request("unknown", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<PlaceRequest>(_ => true);
        FishForMessage<PlaceRequest>(_ => true);
        var start = DateTimeOffset.UnixEpoch;
        await Ledger.RecordAsync(
            new ChargingSession(
                Request("recorded", 7),
                SubstationId.Of("s1"),
                SessionState.Active,
                start,
                start + TimeSpan.FromHours(1),
                null),
            CancellationToken.None);

        Assert.IsType<ChargeOutcome.Accepted>(await recorded);
        Assert.Equal(Request("unknown", 7).SessionId, Assert.IsType<ChargeOutcome.Unknown>(await unknown).Session);
    }

    [Fact]
    public async Task A_session_of_an_absent_substation_is_answered_from_its_record()
    {
        var gateway = Attach(Feature());
        var start = DateTimeOffset.UnixEpoch;
        var session = new ChargingSession(
            Request("a", 7), SubstationId.Of("gone"), SessionState.Active, start, start + TimeSpan.FromHours(1), null);
        await Ledger.RecordAsync(session, CancellationToken.None);

        var same = await gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        var other = await gateway.ChargeAsync(Request("a", 8), TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(session, Assert.IsType<ChargeOutcome.Accepted>(same).Session);
        Assert.IsType<ChargeOutcome.KeyReused>(other);
    }

    [Fact]
    public async Task What_is_held_survives_the_actor_system()
    {
        var feature = Feature();
        var gateway = feature.Gateway;
        var charging = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        var first = Sys.ActorOf(Props.Create(() => new GatewayActor(gateway, TestActor)));
        Watch(first);
        Sys.Stop(first);
        FishForMessage<Terminated>(_ => true);

        Attach(feature);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        var place = FishForMessage<PlaceRequest>(_ => true);
        LastSender.Tell(new RequestAnswered(
            place.Ticket.Number, new ChargeOutcome.ExceedsLargestSubstation(Kilowatts.Of(1))));

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(await charging);
    }

    [Fact]
    public async Task No_more_is_held_than_configured()
    {
        var gateway = Feature().Gateway;
        var held = Enumerable.Range(0, 1000)
            .Select(i => gateway.ChargeAsync(Request($"key-{i}", 7), TimeSpan.Zero, CancellationToken.None)).ToArray();
        await Cluster.Eventually.HoldsAsync(() => gateway.HeldRequests.Count() >= 1000);

        Assert.IsType<ChargeOutcome.Overloaded>(
            await gateway.ChargeAsync(Request("more", 7), TimeSpan.Zero, CancellationToken.None));
        Assert.All(held, request => Assert.False(request.IsCompleted));
    }

    [Fact]
    public async Task A_request_has_its_place_before_the_ledger_is_asked_and_gives_it_back_however_it_ends()
    {
        var looking = new TaskCompletionSource();
        Ledger.Finding = looking.Task;
        var gateway = Feature(TimeSpan.FromMilliseconds(300)).Gateway;
        using var client = new CancellationTokenSource();
        var held = Enumerable.Range(0, 1000)
            .Select(i => gateway.ChargeAsync(Request($"key-{i}", 7), TimeSpan.Zero, client.Token)).ToArray();
        var waiting = gateway.ChargeAsync(Request("waits", 7), TimeSpan.FromMinutes(1), client.Token);

        Assert.IsType<ChargeOutcome.Overloaded>(
            await gateway.ChargeAsync(Request("more", 7), TimeSpan.Zero, CancellationToken.None));
        Assert.All([.. held, waiting], request => Assert.False(request.IsCompleted));

        await client.CancelAsync();
        foreach (var request in (Task[])[.. held, waiting])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        looking.SetResult();
        var next = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            gateway.ChargeAsync(Request($"next-{i}", 7), TimeSpan.Zero, CancellationToken.None)));
        Assert.All(next, outcome => Assert.IsType<ChargeOutcome.BalancerUnavailable>(outcome));
        Assert.IsType<ChargeOutcome.BalancerUnavailable>(
            await gateway.ChargeAsync(Request("last", 7), TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_of_another_than_the_balancer_that_was_asked_counts_for_nothing()
    {
        var gateway = Attach(Feature());
        var charging = gateway.ChargeAsync(Request("a", 7), TimeSpan.Zero, CancellationToken.None);
        FishForMessage<GatewayAnnouncement>(_ => true);
        AnnounceBalancer(Epoch);
        var place = FishForMessage<PlaceRequest>(_ => true);

        var former = CreateTestProbe();
        LastSender.Tell(
            new RequestAnswered(place.Ticket.Number, new ChargeOutcome.NoCapacity(TimeSpan.Zero, Kilowatts.Zero)),
            former);
        LastSender.Tell(
            new RequestAnswered(place.Ticket.Number, new ChargeOutcome.KeyReused(place.Request.SessionId)), TestActor);

        Assert.IsType<ChargeOutcome.KeyReused>(await charging);
    }

    private ChargingGateway Attach(ChargingFeature feature)
    {
        var gateway = feature.Gateway;
        Sys.ActorOf(Props.Create(() => new GatewayActor(gateway, TestActor)));
        return gateway;
    }

    private void AnnounceBalancer(FencingEpoch epoch, DateTimeOffset? clock = null) =>
        LastSender.Tell(new BalancerAnnouncement(epoch, clock ?? DateTimeOffset.UnixEpoch), TestActor);
}
