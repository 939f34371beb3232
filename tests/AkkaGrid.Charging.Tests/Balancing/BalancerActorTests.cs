using Akka.Actor;
using Akka.TestKit;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Balancing;

/// <summary>A balancer before a scripted host with one scripted substation.</summary>
public sealed class BalancerActorTests : ChargingTestKit, IAsyncLifetime
{
    private static readonly SubstationId Substation = SubstationId.Of("s1");
    private static readonly FencingEpoch Seen = new(4, "node9");

    private FencingEpoch _epoch;
    private long _sequence;

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30);

    public async Task InitializeAsync()
    {
        await FormClusterAsync();
        Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)), SubstationHost.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void It_serves_only_once_the_substations_have_told_their_sessions()
    {
        var gateway = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new GatewayAnnouncement("gateway"), gateway);

        FishForMessage<GetHost>(_ => true);
        LastSender.Tell(new HostAnnouncement("node1", Seen, [Substation]));
        var claim = FishForMessage<Claim>(_ => true);
        Assert.Equal(new FencingEpoch(5, "node1"), claim.Epoch);
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(300));

        var report = Report(claim.Epoch);
        balancer.Tell(new Claimed(claim.Epoch, report, 0, 2, []), TestActor);
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        balancer.Tell(new Claimed(claim.Epoch, report, 1, 2, []), TestActor);

        Assert.Equal(claim.Epoch, gateway.ExpectMsg<BalancerAnnouncement>().Epoch);
    }

    [Fact]
    public void A_reachable_host_is_waited_for_however_long_it_takes()
    {
        var gateway = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new GatewayAnnouncement("gateway"), gateway);
        FishForMessage<GetHost>(_ => true);
        Time.Advance(TimeSpan.FromMinutes(1));
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        balancer.Tell(new HostAnnouncement("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);
        PassSeconds(60, balancer, gateway);
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        balancer.Tell(new Claimed(claim.Epoch, Report(claim.Epoch), 0, 1, []), TestActor);
        gateway.ExpectMsg<BalancerAnnouncement>();
    }

    [Fact]
    public void A_claim_that_is_refused_rises_above_the_epoch_that_refused_it()
    {
        var balancer = Start();
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostAnnouncement("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);

        balancer.Tell(new ClaimRefused(Substation, claim.Epoch, new FencingEpoch(9, "node3")), TestActor);
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostAnnouncement("node1", new FencingEpoch(9, "node3"), [Substation]), TestActor);

        Assert.Equal(new FencingEpoch(10, "node1"), FishForMessage<Claim>(next => next.Epoch != claim.Epoch).Epoch);
    }

    [Fact]
    public void A_request_is_placed_answered_and_explained()
    {
        var (balancer, gateway, epoch) = Serve();
        var request = Request("a", 30);

        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), request, Soon, WaitBudget.None), gateway);
        var start = FishForMessage<StartSession>(_ => true);
        Assert.Equal((epoch, request), (start.Epoch, start.Request));
        var now = DateTimeOffset.UnixEpoch;
        var session = new ChargingSession(
            request, Substation, SessionState.Active, now, now + TimeSpan.FromMinutes(1), null);
        balancer.Tell(new SessionStarted(start.Number, session, Report(epoch, load: 30)), TestActor);

        var answer = gateway.ExpectMsg<RequestAnswered>();
        Assert.Equal(7, answer.Number);
        Assert.Equal(session, Assert.IsType<ChargeOutcome.Accepted>(answer.Outcome).Session);
        balancer.Tell(new GetDecision(session.Id), gateway);
        Assert.Equal(Substation, gateway.ExpectMsg<DecisionExplained>().Decision?.Chosen);
    }

    [Fact]
    public void No_request_is_too_large_before_the_nodes_of_the_grid_have_come_or_had_their_time()
    {
        ExpectedNodes = 2;
        var (balancer, gateway, _) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), Request("a", 150), Soon, WaitBudget.None), gateway);
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        PassSeconds(10, balancer, gateway);
        Confirm(balancer);

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(gateway.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_request_is_too_large_for_a_grid_that_is_complete()
    {
        var (balancer, gateway, _) = Serve();

        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), Request("a", 150), Soon, WaitBudget.None), gateway);
        Confirm(balancer);

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(gateway.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_lost_reservation_is_sent_again()
    {
        var (balancer, gateway, _) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), Request("a", 30), Soon, WaitBudget.None), gateway);

        var first = FishForMessage<StartSession>(_ => true);
        var second = FishForMessage<StartSession>(_ => true);

        Assert.True(second.Number > first.Number);
        Assert.Equal(first.Request, second.Request);
    }

    [Fact]
    public void A_substation_that_tells_its_claim_a_second_time_does_not_make_it_forget_what_is_under_way()
    {
        var (balancer, gateway, epoch) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), Request("a", 60), Soon, WaitBudget.None), gateway);
        FishForMessage<StartSession>(_ => true);

        balancer.Tell(new Claimed(epoch, Report(epoch), 0, 1, []), TestActor);
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 8), Request("b", 60), Soon, WaitBudget.None), gateway);

        // It asks whether there is room; the reservation of the first is sent again meanwhile.
        FishForMessage(message => message is StartSession start && start.Request.Key == Request("b", 60).Key
            ? throw new InvalidOperationException("It was sent where it does not fit") : message is GetLoad);
    }

    [Fact]
    public void Of_a_host_only_the_substation_is_claimed_again_that_has_to_be()
    {
        var other = SubstationId.Of("s2");
        var balancer = Start();
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostAnnouncement("node1", Seen, [Substation, other]), TestActor);
        var epoch = FishForMessage<Claim>(_ => true).Epoch;
        balancer.Tell(new Claimed(epoch, Report(epoch), 0, 1, []), TestActor);

        Assert.Equal(other.Value, FishForMessage<ClaimOf>(_ => true).Substation);
    }

    [Fact]
    public async Task What_a_gateway_asks_for_again_while_it_waits_is_counted_once()
    {
        var (balancer, gateway, epoch) = Serve();
        balancer.Tell(Report(epoch, load: 100), TestActor);
        for (var i = 0; i < 3; i++)
            balancer.Tell(
                new PlaceRequest(new Ticket("gateway", 7), Request("a", 60), Soon, new WaitBudget(
                    TimeSpan.Zero, TimeSpan.FromSeconds(20))),
                gateway);
        balancer.Tell(
            new PlaceRequest(new Ticket("gateway", 8), Request("b", 60), Soon, new WaitBudget(
                TimeSpan.Zero, TimeSpan.FromSeconds(20))),
            gateway);
        balancer.Tell(new GetQueue(), gateway);

        Assert.Equal(2, gateway.ExpectMsg<QueueShown>().Requests.Count);
        Assert.Contains("load_balancer_requests_total 2\n", await MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_balancer_that_learns_of_its_successor_falls_silent()
    {
        var (balancer, gateway, epoch) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 7), Request("a", 30), Soon, WaitBudget.None), gateway);
        var start = FishForMessage<StartSession>(_ => true);
        var successor = new FencingEpoch(epoch.Number + 1, "node2");

        balancer.Tell(
            new StartRefused(start.Number, start.Request.SessionId, StartRefusal.StaleEpoch, Report(successor)),
            TestActor);

        Assert.Equal(epoch, gateway.ExpectMsg<BalancerSteppedDown>().Epoch);
        balancer.Tell(new GatewayAnnouncement("gateway"), gateway);
        balancer.Tell(new PlaceRequest(new Ticket("gateway", 8), Request("b", 30), Soon, WaitBudget.None), gateway);
        gateway.ExpectNoMsg(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void A_balancer_that_was_frozen_places_nothing_before_the_substations_obey_it_anew()
    {
        var (balancer, gateway, epoch) = Serve();

        Time.Advance(TimeSpan.FromSeconds(8));
        balancer.Tell(
            new PlaceRequest(
                new Ticket("gateway", 7), Request("a", 30), Soon + TimeSpan.FromSeconds(8), WaitBudget.None),
            gateway);

        Assert.Equal(epoch, gateway.ExpectMsg<BalancerSteppedDown>().Epoch);
        FishForMessage(message => message is GetHost ? true
            : message is StartSession ? throw new InvalidOperationException("It was placed")
            : false);
        balancer.Tell(new HostAnnouncement("node1", epoch, [Substation]), TestActor);
        Assert.True(FishForMessage<Claim>(_ => true).Epoch > epoch);
    }

    [Fact]
    public void What_the_substations_are_good_for_is_remembered_from_term_to_term()
    {
        ExpectedNodes = 2;
        var (balancer, gateway, epoch) = Serve();

        // Claimed by nobody from now on: its node is gone.
        Time.Advance(TimeSpan.FromSeconds(8));
        balancer.Tell(new GetQueue(), gateway);
        Assert.Equal(epoch, gateway.ExpectMsg<BalancerSteppedDown>().Epoch);
        gateway.ExpectMsg<QueueShown>();
        balancer.Tell(new HostAnnouncement("node1", epoch, []), TestActor);
        gateway.ExpectMsg<BalancerAnnouncement>();
        PassSeconds(10, balancer, gateway);
        balancer.Tell(
            new PlaceRequest(
                new Ticket("gateway", 7),
                Request("a", 90),
                Time.GetUtcNow() + TimeSpan.FromSeconds(30),
                WaitBudget.None),
            gateway);

        Assert.IsType<ChargeOutcome.NoCapacity>(gateway.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_balancer_that_stops_says_so_to_the_gateways()
    {
        var (balancer, gateway, epoch) = Serve();

        Sys.Stop(balancer);

        Assert.Equal(epoch, gateway.ExpectMsg<BalancerSteppedDown>().Epoch);
    }

    private void Confirm(IActorRef balancer) => FishForMessage<GetLoad>(ask =>
    {
        balancer.Tell(Report(_epoch) with { Probe = ask.Probe }, TestActor);
        return true;
    });

    // Step by step, so that the balancer is awake all the while.
    private void PassSeconds(int seconds, IActorRef balancer, TestProbe gateway)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            balancer.Tell(new GetQueue(), gateway);
            gateway.ExpectMsg<QueueShown>();
        }
    }

    private IActorRef Start()
    {
        var feature = Feature();
        return Sys.ActorOf(Props.Create(() => new BalancerActor(feature)));
    }

    private (IActorRef Balancer, TestProbe Gateway, FencingEpoch Epoch) Serve()
    {
        var gateway = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new GatewayAnnouncement("gateway"), gateway);
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostAnnouncement("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);
        balancer.Tell(new Claimed(claim.Epoch, Report(claim.Epoch), 0, 1, []), TestActor);
        gateway.ExpectMsg<BalancerAnnouncement>();
        _epoch = claim.Epoch;
        return (balancer, gateway, claim.Epoch);
    }

    private LoadReport Report(FencingEpoch epoch, decimal load = 0) => new(
        Substation, "node1", epoch, ++_sequence, load == 0 ? Kilowatts.Zero : Kilowatts.Of(load), Kilowatts.Of(100),
        Kilowatts.Of(100), 0, 0, DateTimeOffset.UnixEpoch, []);

    private sealed record ClaimOf(string Substation);

    private sealed class Forwarder : UntypedActor
    {
        private readonly IActorRef _to;

        public Forwarder(IActorRef to)
        {
            _to = to;
            Context.ActorOf(Props.Create(() => new Single(to)), "s2");
        }

        protected override void OnReceive(object message) => _to.Forward(message);
    }

    private sealed class Single(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            to.Forward(message is Claim ? new ClaimOf(Self.Path.Name) : message);
    }
}
