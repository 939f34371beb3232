using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using AkkaGrid.Core.Charging.Policies;
using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Simulation.Charging;

namespace AkkaGrid.Core.Tests.Charging.Balancing;

/// <summary>One substation at node 1, which answers by hand, and a gateway.</summary>
public sealed class BalancerTermTests
{
    private static readonly NodeAddress Node1 = new("node1");
    private static readonly NodeAddress Node2 = new("node2");
    private static readonly SubstationId Substation = SubstationId.Of("s1");
    private static readonly FencingEpoch Seen = new(4, "node3");

    private readonly RecordingShell _shell = new();
    private readonly BalancerTerm<string> _term;
    private DateTimeOffset _now = TestSubstation.Noon;

    public BalancerTermTests()
    {
        _term = new BalancerTerm<string>(
            new BalancerSettings("node1", ExpectedSeeds: 1, new DispatcherSettings()),
            RoutingPolicies.BuiltIn.Find(RoutingPolicies.Default),
            _shell,
            new SilentBalancerObserver(),
            _now);
        _term.Start();
        _term.NodeUp(new HostingNode(Node1, 1), isSeed: true);
    }

    [Fact]
    public void It_claims_above_every_epoch_that_a_substation_has_seen()
    {
        Gather();

        Assert.Equal(new FencingEpoch(5, "node1"), _term.Epoch);
        Assert.Contains(("host node1", (IChargingMessage)new Claim(_term.Epoch!.Value)), _shell.Sent);
    }

    [Fact]
    public void It_does_not_claim_before_the_ratings_have_been_read_or_are_known_not_to_be()
    {
        _term.Announced(new HostAnnouncement("node1", Seen, [Substation]), Node1, _now);
        Assert.Equal(BalancerPhase.Gathering, _term.Phase);

        _term.RatingsRead(null, _now);

        Assert.Equal(BalancerPhase.Claiming, _term.Phase);
    }

    [Fact]
    public void It_serves_once_all_substations_of_all_reachable_nodes_have_sent_their_sessions()
    {
        _term.NodeUp(new HostingNode(Node2, 2), isSeed: false);
        Gather();
        Assert.Equal(BalancerPhase.Gathering, _term.Phase);
        _term.Announced(new HostAnnouncement("node2", FencingEpoch.None, []), Node2, _now);
        Assert.Equal(BalancerPhase.Claiming, _term.Phase);

        Claimed();

        Assert.Equal(BalancerPhase.Serving, _term.Phase);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_is_not_waited_for()
    {
        _term.NodeUp(new HostingNode(Node2, 2), isSeed: false);
        _term.NodeReachable(new HostingNode(Node2, 2), isReachable: false);

        Serve();

        Assert.Equal(BalancerPhase.Serving, _term.Phase);
    }

    [Fact]
    public void A_request_before_it_serves_is_dropped_and_one_afterwards_is_sent_to_a_substation()
    {
        Gather();
        Place();
        Assert.DoesNotContain(_shell.Sent, sent => sent.Message is StartSession);

        Claimed();
        Place();

        Assert.Equal("s1@node1", Assert.Single(_shell.Sent, sent => sent.Message is StartSession).To);
    }

    [Fact]
    public void Gateways_hear_who_serves_and_who_serves_no_longer()
    {
        _term.Announced(new GatewayAnnouncement("g"), "gateway", _now);
        Assert.DoesNotContain(_shell.Sent, sent => sent.To == "gateway");

        var epoch = Serve();
        Assert.Contains(("gateway", new BalancerAnnouncement(epoch, _now)), _shell.Sent);

        _term.Stop();
        Assert.Equal(("gateway", new BalancerSteppedDown(epoch)), _shell.Sent[^1]);
    }

    [Fact]
    public void It_steps_down_when_a_substation_obeys_a_newer_balancer_and_starts_a_new_term_after_a_pause()
    {
        var epoch = Serve();
        var newer = new FencingEpoch(9, "node2");

        _term.Replied(new ClaimRefused(Substation, epoch, newer), "s1@node1", Node1, _now);
        Assert.Equal((BalancerPhase.Fenced, null), (_term.Phase, _term.Epoch));

        Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(BalancerPhase.Gathering, _term.Phase);
        Assert.Equal(new FencingEpoch(10, "node1"), Serve(seen: newer));
    }

    [Fact]
    public void While_it_claims_a_refusal_makes_it_claim_again_above_that_epoch()
    {
        Gather();
        var refused = _term.Epoch!.Value;

        _term.Replied(new ClaimRefused(Substation, refused, new FencingEpoch(9, "node2")), "s1@node1", Node1, _now);

        Assert.Equal(new FencingEpoch(10, "node1"), Serve());
    }

    [Fact]
    public void After_a_pause_in_which_another_may_have_taken_over_it_claims_everything_again()
    {
        var epoch = Serve();
        _now += TimeSpan.FromSeconds(3);

        Place();

        Assert.Equal(BalancerPhase.Gathering, _term.Phase);
        Assert.DoesNotContain(_shell.Sent, sent => sent.Message is StartSession);
        Assert.True(Serve() > epoch);
    }

    [Fact]
    public void When_a_node_with_claimed_substations_is_removed_a_new_term_begins()
    {
        var epoch = Serve();

        _term.NodeRemoved(new HostingNode(Node1, 1), _now);

        Assert.Equal(BalancerPhase.Gathering, _term.Phase);
        _term.NodeUp(new HostingNode(Node1, 3), isSeed: true);
        Assert.True(Serve() > epoch);
    }

    [Fact]
    public void A_report_that_does_not_come_from_the_owner_of_a_substation_says_nothing()
    {
        var epoch = Serve();
        var report = Report(epoch) with { Load = Kilowatts.Of(80), Sequence = 99 };

        _term.Reported(report, "impostor", _now);
        Assert.Equal(Kilowatts.Zero, Assert.Single(_term.Dispatcher!.Reports).Load);

        _term.Reported(report, "s1@node1", _now);
        Assert.Equal(Kilowatts.Of(80), Assert.Single(_term.Dispatcher!.Reports).Load);
    }

    [Fact]
    public void A_claim_that_is_not_answered_is_sent_again()
    {
        Gather();
        _shell.Sent.Clear();

        Pass(TimeSpan.FromMilliseconds(200));
        Assert.Empty(_shell.Sent);

        Pass(TimeSpan.FromMilliseconds(200));
        Assert.Equal("host node1", Assert.Single(_shell.Sent).To);
    }

    private FencingEpoch Serve(FencingEpoch? seen = null)
    {
        Gather(seen);
        Claimed();
        Assert.Equal(BalancerPhase.Serving, _term.Phase);
        return _term.Epoch!.Value;
    }

    private void Gather(FencingEpoch? seen = null)
    {
        _term.RatingsRead(new Dictionary<SubstationId, Kilowatts>(), _now);
        _term.Announced(new HostAnnouncement("node1", seen ?? Seen, [Substation]), Node1, _now);
    }

    private void Claimed() =>
        _term.Replied(new Claimed(_term.Epoch!.Value, Report(_term.Epoch!.Value), 0, 1, []), "s1@node1", Node1, _now);

    private void Place() => _term.Place(
        new PlaceRequest(
            new Ticket("g", 1), TestSubstation.Request("a", 10), _now + TimeSpan.FromSeconds(10), WaitBudget.None),
        "gateway",
        _now);

    private void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (; time > TimeSpan.Zero; time -= step)
        {
            _now += step;
            _term.Tick(_now);
        }
    }

    private static LoadReport Report(FencingEpoch epoch) =>
        new TestSubstation(80, epoch: epoch).Machine.Report(TestSubstation.Noon) with { Sequence = 1 };

    private sealed class RecordingShell : IBalancerShell<string>
    {
        public List<(string To, IChargingMessage Message)> Sent { get; } = [];

        public void Send(string to, IChargingMessage message) => Sent.Add((to, message));

        public void SendToHost(NodeAddress node, IChargingMessage message) => Sent.Add(($"host {node.Value}", message));

        public void SendToSubstation(NodeAddress node, SubstationId substation, IChargingMessage message) =>
            Sent.Add(($"{substation} at {node.Value}", message));

        public void Watch(string gateway)
        {
        }

        public void ReadRatings()
        {
        }
    }
}
