using Akka.Actor;
using Akka.TestKit;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

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
        var desk = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new Hello("desk"), desk);

        FishForMessage<GetHost>(_ => true);
        LastSender.Tell(new HostHere("node1", Seen, [Substation]));
        var claim = FishForMessage<Claim>(_ => true);
        Assert.Equal(new FencingEpoch(5, "node1"), claim.Epoch);
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(300));

        var report = Report(claim.Epoch);
        balancer.Tell(new Claimed(claim.Epoch, report, 0, 2, []), TestActor);
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        balancer.Tell(new Claimed(claim.Epoch, report, 1, 2, []), TestActor);

        Assert.Equal(claim.Epoch, desk.ExpectMsg<BalancerHere>().Epoch);
    }

    [Fact]
    public void A_reachable_host_is_waited_for_however_long_it_takes()
    {
        var desk = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new Hello("desk"), desk);
        FishForMessage<GetHost>(_ => true);
        Time.Advance(TimeSpan.FromMinutes(1));
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        balancer.Tell(new HostHere("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);
        PassSeconds(60, balancer, desk);
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        balancer.Tell(new Claimed(claim.Epoch, Report(claim.Epoch), 0, 1, []), TestActor);
        desk.ExpectMsg<BalancerHere>();
    }

    [Fact]
    public void A_claim_that_is_refused_rises_above_the_epoch_that_refused_it()
    {
        var balancer = Start();
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostHere("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);

        balancer.Tell(new ClaimRefused(Substation, claim.Epoch, new FencingEpoch(9, "node3")), TestActor);
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostHere("node1", new FencingEpoch(9, "node3"), [Substation]), TestActor);

        Assert.Equal(new FencingEpoch(10, "node1"), FishForMessage<Claim>(next => next.Epoch != claim.Epoch).Epoch);
    }

    [Fact]
    public void A_request_is_placed_answered_and_explained()
    {
        var (balancer, desk, epoch) = Serve();
        var request = Request("a", 30);

        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), request, Soon, Patience.None), desk);
        var start = FishForMessage<StartSession>(_ => true);
        Assert.Equal((epoch, request), (start.Epoch, start.Request));
        var now = DateTimeOffset.UnixEpoch;
        var session = new ChargingSession(request, Substation, SessionState.Active, now, now + TimeSpan.FromMinutes(1), null);
        balancer.Tell(new SessionStarted(start.Number, session, Report(epoch, load: 30)), TestActor);

        var answer = desk.ExpectMsg<RequestAnswered>();
        Assert.Equal(7, answer.Number);
        Assert.Equal(session, Assert.IsType<ChargeOutcome.Accepted>(answer.Outcome).Session);
        balancer.Tell(new GetDecision(session.Id), desk);
        Assert.Equal(Substation, desk.ExpectMsg<DecisionExplained>().Decision?.Chosen);
    }

    [Fact]
    public void No_request_is_too_large_before_the_nodes_of_the_grid_have_come_or_had_their_time()
    {
        ExpectedNodes = 2;
        var (balancer, desk, _) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 150), Soon, Patience.None), desk);
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        PassSeconds(10, balancer, desk);
        Confirm(balancer);

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(desk.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_request_is_too_large_for_a_grid_that_is_complete()
    {
        var (balancer, desk, _) = Serve();

        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 150), Soon, Patience.None), desk);
        Confirm(balancer);

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(desk.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_lost_reservation_is_sent_again()
    {
        var (balancer, desk, _) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 30), Soon, Patience.None), desk);

        var first = FishForMessage<StartSession>(_ => true);
        var second = FishForMessage<StartSession>(_ => true);

        Assert.True(second.Number > first.Number);
        Assert.Equal(first.Request, second.Request);
    }

    [Fact]
    public void A_substation_that_tells_its_claim_a_second_time_does_not_make_it_forget_what_is_under_way()
    {
        var (balancer, desk, epoch) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 60), Soon, Patience.None), desk);
        FishForMessage<StartSession>(_ => true);

        balancer.Tell(new Claimed(epoch, Report(epoch), 0, 1, []), TestActor);
        balancer.Tell(new PlaceRequest(new Ticket("desk", 8), Request("b", 60), Soon, Patience.None), desk);

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
        balancer.Tell(new HostHere("node1", Seen, [Substation, other]), TestActor);
        var epoch = FishForMessage<Claim>(_ => true).Epoch;
        balancer.Tell(new Claimed(epoch, Report(epoch), 0, 1, []), TestActor);

        Assert.Equal(other.Value, FishForMessage<ClaimOf>(_ => true).Substation);
    }

    [Fact]
    public async Task What_a_desk_asks_for_again_while_it_waits_is_counted_once()
    {
        var (balancer, desk, epoch) = Serve();
        balancer.Tell(Report(epoch, load: 100), TestActor);
        for (var i = 0; i < 3; i++)
            balancer.Tell(
                new PlaceRequest(new Ticket("desk", 7), Request("a", 60), Soon, new Patience(TimeSpan.Zero, TimeSpan.FromSeconds(20))), desk);
        balancer.Tell(new PlaceRequest(new Ticket("desk", 8), Request("b", 60), Soon, new Patience(TimeSpan.Zero, TimeSpan.FromSeconds(20))), desk);
        balancer.Tell(new GetQueue(), desk);

        Assert.Equal(2, desk.ExpectMsg<QueueShown>().Requests.Count);
        Assert.Contains("load_balancer_requests_total 2\n", await MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_balancer_that_learns_of_its_successor_falls_silent()
    {
        var (balancer, desk, epoch) = Serve();
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 30), Soon, Patience.None), desk);
        var start = FishForMessage<StartSession>(_ => true);
        var successor = new FencingEpoch(epoch.Number + 1, "node2");

        balancer.Tell(
            new StartRefused(start.Number, start.Request.SessionId, StartRefusal.StaleEpoch, Report(successor)), TestActor);

        Assert.Equal(epoch, desk.ExpectMsg<BalancerGone>().Epoch);
        balancer.Tell(new Hello("desk"), desk);
        balancer.Tell(new PlaceRequest(new Ticket("desk", 8), Request("b", 30), Soon, Patience.None), desk);
        desk.ExpectNoMsg(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void A_balancer_that_was_frozen_places_nothing_before_the_substations_obey_it_anew()
    {
        var (balancer, desk, epoch) = Serve();

        Time.Advance(TimeSpan.FromSeconds(8));
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 30), Soon + TimeSpan.FromSeconds(8), Patience.None), desk);

        Assert.Equal(epoch, desk.ExpectMsg<BalancerGone>().Epoch);
        FishForMessage(message => message is GetHost ? true : message is StartSession ? throw new InvalidOperationException("It was placed") : false);
        balancer.Tell(new HostHere("node1", epoch, [Substation]), TestActor);
        Assert.True(FishForMessage<Claim>(_ => true).Epoch > epoch);
    }

    [Fact]
    public void What_the_substations_are_good_for_is_remembered_over_its_reigns()
    {
        ExpectedNodes = 2;
        var (balancer, desk, epoch) = Serve();

        // Claimed by nobody from now on: its node is gone.
        Time.Advance(TimeSpan.FromSeconds(8));
        balancer.Tell(new GetQueue(), desk);
        Assert.Equal(epoch, desk.ExpectMsg<BalancerGone>().Epoch);
        desk.ExpectMsg<QueueShown>();
        balancer.Tell(new HostHere("node1", epoch, []), TestActor);
        desk.ExpectMsg<BalancerHere>();
        PassSeconds(10, balancer, desk);
        balancer.Tell(new PlaceRequest(new Ticket("desk", 7), Request("a", 90), Time.GetUtcNow() + TimeSpan.FromSeconds(30), Patience.None), desk);

        Assert.IsType<ChargeOutcome.NoCapacity>(desk.ExpectMsg<RequestAnswered>().Outcome);
    }

    [Fact]
    public void A_balancer_that_stops_says_so_to_the_desks()
    {
        var (balancer, desk, epoch) = Serve();

        Sys.Stop(balancer);

        Assert.Equal(epoch, desk.ExpectMsg<BalancerGone>().Epoch);
    }

    private void Confirm(IActorRef balancer) => FishForMessage<GetLoad>(ask =>
    {
        balancer.Tell(Report(_epoch) with { Probe = ask.Probe }, TestActor);
        return true;
    });

    // Step by step, so that the balancer is awake all the while.
    private void PassSeconds(int seconds, IActorRef balancer, TestProbe desk)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            balancer.Tell(new GetQueue(), desk);
            desk.ExpectMsg<QueueShown>();
        }
    }

    private IActorRef Start()
    {
        var feature = Feature();
        return Sys.ActorOf(Props.Create(() => new BalancerActor(feature)));
    }

    private (IActorRef Balancer, TestProbe Desk, FencingEpoch Epoch) Serve()
    {
        var desk = CreateTestProbe();
        var balancer = Start();
        balancer.Tell(new Hello("desk"), desk);
        FishForMessage<GetHost>(_ => true);
        balancer.Tell(new HostHere("node1", Seen, [Substation]), TestActor);
        var claim = FishForMessage<Claim>(_ => true);
        balancer.Tell(new Claimed(claim.Epoch, Report(claim.Epoch), 0, 1, []), TestActor);
        desk.ExpectMsg<BalancerHere>();
        _epoch = claim.Epoch;
        return (balancer, desk, claim.Epoch);
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
        protected override void OnReceive(object message) => to.Forward(message is Claim ? new ClaimOf(Self.Path.Name) : message);
    }
}
