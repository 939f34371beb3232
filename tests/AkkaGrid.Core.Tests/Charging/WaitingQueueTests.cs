using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class WaitingQueueTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly FencingEpoch Epoch = TestSubstation.Epoch;

    private readonly Dispatcher _dispatcher = new(
        Epoch,
        RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
        new Dictionary<SubstationId, Kilowatts>(),
        new DispatcherSettings { MaxWaiting = 3, PriorityWorth = TimeSpan.FromSeconds(30) });

    private long _sequence = 1;
    private long _tickets;

    public WaitingQueueTests()
    {
        _dispatcher.CompleteRatings();
        _dispatcher.Enlist(Report(load: 100), Noon);
    }

    [Fact]
    public void A_request_that_may_wait_is_served_as_soon_as_a_report_shows_room()
    {
        Assert.Empty(Place("a", 50, maxWait: 30));

        var effects = _dispatcher.Reported(Report(load: 50), At(5));

        var sent = Assert.IsType<SendStart>(Assert.Single(effects));
        Assert.Equal(Session("a"), sent.Message.Request.SessionId);
        Assert.Equal(0, _dispatcher.WaitingRequests);

        var session = new ChargingSession(
            sent.Message.Request, sent.To, SessionState.Active, At(5), At(15), EndedAt: null);
        var started = _dispatcher.Started(new SessionStarted(sent.Message.Number, session, Report(load: 100)), At(5));
        Assert.Equal(RequestOutcome.AcceptedAfterWaiting, Assert.Single(started.OfType<RequestClosed>()).Outcome);
    }

    [Fact]
    public void What_the_reports_foretell_to_end_is_given_to_who_waits_without_another_report()
    {
        _dispatcher.Reported(Report(load: 100, new Release(At(2), Kilowatts.Of(60))), Noon);
        Assert.Empty(Place("a", 50, maxWait: 30));

        Assert.Empty(_dispatcher.Tick(At(1)));
        Assert.IsType<SendStart>(Assert.Single(_dispatcher.Tick(At(2.5))));
    }

    [Fact]
    public void When_its_time_is_up_the_substations_are_asked_once_more_before_it_is_refused()
    {
        Place("a", 50, maxWait: 2);

        var probe = Assert.IsType<SendProbe>(Assert.Single(_dispatcher.Tick(At(2))));
        var answer = Assert.Single(
            _dispatcher.Reported(Report(load: 100, probe: probe.Message.Probe), At(2)).OfType<Answer>());

        Assert.IsType<ChargeOutcome.NoCapacity>(answer.Outcome);
        Assert.Equal(0, _dispatcher.OpenRequests);
    }

    [Fact]
    public void The_more_urgent_go_first_and_of_equals_who_came_first()
    {
        Place("late", 40, maxWait: 60, at: 2);
        Place("early", 40, maxWait: 60, waited: 5, at: 3);
        Place("urgent", 40, maxWait: 60, at: 4, priority: Priority.High);

        Assert.Equal(["urgent", "early", "late"], Waiting(4));
    }

    [Fact]
    public void Who_has_waited_long_enough_goes_before_the_more_urgent()
    {
        Place("patient", 40, maxWait: 90, waited: 61, priority: Priority.Low);
        Place("urgent", 40, maxWait: 90, priority: Priority.High);

        Assert.Equal(["patient", "urgent"], Waiting(0));
    }

    [Fact]
    public void One_that_fits_does_not_wait_behind_one_that_does_not()
    {
        Place("large", 90, maxWait: 60);
        Place("small", 10, maxWait: 60, at: 1);

        var effects = _dispatcher.Reported(Report(load: 80), At(2));

        Assert.Equal(Session("small"), Assert.IsType<SendStart>(Assert.Single(effects)).Message.Request.SessionId);
        Assert.Equal(["large"], Waiting(2));
    }

    [Fact]
    public void Where_too_many_wait_the_last_of_them_is_refused()
    {
        Place("a", 40, maxWait: 60);
        Place("b", 40, maxWait: 60, at: 1);
        Place("c", 40, maxWait: 60, at: 2);

        var refused = Assert.Single(Place("urgent", 40, maxWait: 60, at: 3, priority: Priority.High).OfType<Answer>());

        Assert.Equal(3, refused.To.Number);
        Assert.IsType<ChargeOutcome.NoCapacity>(refused.Outcome);
        Assert.Equal(["urgent", "a", "b"], Waiting(3));
    }

    [Fact]
    public void Who_hangs_up_leaves_the_queue_unless_another_asks_for_the_same()
    {
        Place("a", 40, maxWait: 60);
        Place("a", 40, maxWait: 60);

        Assert.Empty(_dispatcher.Withdraw(new Ticket("gateway", 1), Session("a")));
        Assert.Equal(["a"], Waiting(0));

        var gone = Assert.IsType<RequestClosed>(
            Assert.Single(_dispatcher.Withdraw(new Ticket("gateway", 2), Session("a"))));
        Assert.Equal(RequestOutcome.Withdrawn, gone.Outcome);
        Assert.Empty(Waiting(0));
        Assert.Equal(0, _dispatcher.OpenRequests);
    }

    [Fact]
    public void Whose_edge_is_gone_leaves_the_queue()
    {
        Place("a", 40, maxWait: 60);
        Place("b", 40, maxWait: 60);

        var gone = _dispatcher.Withdraw("gateway").Cast<RequestClosed>();

        Assert.Equal([RequestOutcome.Withdrawn, RequestOutcome.Withdrawn], gone.Select(closed => closed.Outcome));
        Assert.Equal(0, _dispatcher.OpenRequests);
    }

    [Fact]
    public void Whose_edge_asks_no_more_waits_no_longer()
    {
        Place("a", 40, maxWait: 60);
        Place("b", 40, maxWait: 60);
        Assert.Empty(_dispatcher.Tick(At(4.9)));
        Place("a", 40, maxWait: 60, at: 4, ticket: 1);

        var gone = Assert.IsType<RequestClosed>(Assert.Single(_dispatcher.Tick(At(5))));

        Assert.Equal((Session("b"), RequestOutcome.Withdrawn), (gone.Request.SessionId, gone.Outcome));
        Assert.Equal(["a"], Waiting(5));
        Assert.Single(_dispatcher.Tick(At(9)));
        Assert.Equal(0, _dispatcher.OpenRequests);
    }

    [Fact]
    public void Of_two_edges_that_ask_for_the_same_only_the_one_that_asks_no_more_is_forgotten()
    {
        Place("a", 40, maxWait: 60);
        Place("a", 40, maxWait: 60, at: 3);
        Assert.Empty(_dispatcher.Tick(At(6)));

        var served = _dispatcher.Reported(Report(load: 0), At(7));
        var sent = Assert.IsType<SendStart>(Assert.Single(served));
        var session = new ChargingSession(
            sent.Message.Request, sent.To, SessionState.Active, At(7), At(17), EndedAt: null);
        var started = _dispatcher.Started(new SessionStarted(sent.Message.Number, session, Report(load: 40)), At(7));

        Assert.Equal(2, Assert.Single(started.OfType<Answer>()).To.Number);
    }

    [Fact]
    public void One_that_is_under_way_does_not_lapse()
    {
        _dispatcher.Reported(Report(load: 0), Noon);
        Assert.IsType<SendStart>(Assert.Single(Place("a", 40, maxWait: 60)));

        _dispatcher.Tick(At(9));

        Assert.Equal(1, _dispatcher.OpenRequests);
    }

    [Fact]
    public void One_that_is_under_way_is_not_withdrawn()
    {
        _dispatcher.Reported(Report(load: 0), Noon);
        Assert.IsType<SendStart>(Assert.Single(Place("a", 40, maxWait: 60)));

        _dispatcher.Withdraw(new Ticket("gateway", 1), Session("a"));

        Assert.Equal(1, _dispatcher.OpenRequests);
    }

    [Fact]
    public void What_is_still_of_use_is_given_at_once_rather_than_more_later()
    {
        _dispatcher.Reported(Report(load: 80), Noon);

        var probe = Assert.IsType<SendProbe>(Assert.Single(Place("a", 50, maxWait: 60, minimum: 20)));
        var sent = Assert.IsType<SendStart>(
            Assert.Single(_dispatcher.Reported(Report(load: 80, probe: probe.Message.Probe), Noon)));

        Assert.Equal(20, sent.Message.AtLeast.Value);
    }

    [Fact]
    public void It_is_told_when_there_will_be_room()
    {
        _dispatcher.Reported(Report(load: 100, new Release(At(7), Kilowatts.Of(60))), Noon);
        Place("a", 50, maxWait: 60);

        var waiting = Assert.Single(_dispatcher.Waiting(At(3)));

        Assert.Equal(
            (1, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)),
            (waiting.Position, waiting.Waited, waiting.ExpectedIn));
    }

    [Fact]
    public void It_shows_how_true_it_was_what_a_refused_client_was_told()
    {
        _dispatcher.Reported(Report(load: 100, new Release(At(7), Kilowatts.Of(60))), Noon);
        var probe = Assert.IsType<SendProbe>(Assert.Single(Place("a", 50)));
        var refused = _dispatcher.Reported(
            Report(load: 100, new Release(At(7), Kilowatts.Of(60)), probe.Message.Probe), Noon);
        Assert.IsType<ChargeOutcome.NoCapacity>(Assert.Single(refused.OfType<Answer>()).Outcome);

        var settled = _dispatcher.Reported(Report(load: 0), At(5));

        Assert.Equal(TimeSpan.FromSeconds(-2), Assert.IsType<ForecastMeasured>(Assert.Single(settled)).Error);
    }

    private static DateTimeOffset At(double seconds) => Noon + TimeSpan.FromSeconds(seconds);

    private static SessionId Session(string key) => SessionId.Of(IdempotencyKey.Of(key));

    private IEnumerable<string> Waiting(double at)
    {
        var keys = new[] { "a", "b", "c", "late", "early", "urgent", "patient", "large", "small" }
            .ToDictionary(Session);
        return _dispatcher.Waiting(At(at)).Select(request => keys[request.Session]);
    }

    private IReadOnlyList<IDispatcherEffect> Place(
        string key,
        decimal kilowatts,
        double maxWait = 0,
        double waited = 0,
        double at = 0,
        Priority priority = Priority.Normal,
        decimal? minimum = null,
        long? ticket = null) =>
        _dispatcher.Place(
            new Ticket("gateway", ticket ?? ++_tickets),
            TestSubstation.Request(key, kilowatts, priority, minimum),
            At(at + maxWait + 10),
            At(at),
            new WaitBudget(TimeSpan.FromSeconds(waited), TimeSpan.FromSeconds(maxWait)));

    private LoadReport Report(decimal load, Release? release = null, long probe = 0) => new(
        SubstationId.Of("s1"),
        "node1",
        Epoch,
        ++_sequence,
        Kilowatts.FromMilliwatts((long)(load * 1_000_000)),
        Kilowatts.Of(100),
        Kilowatts.Of(100),
        1,
        0,
        Noon,
        release is { } one ? [one] : [],
        probe);
}
