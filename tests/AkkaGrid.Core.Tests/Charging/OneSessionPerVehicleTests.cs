using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>Where a vehicle may have only one session.</summary>
public sealed class OneSessionPerVehicleTests : DispatcherSteps
{
    private readonly Dispatcher _dispatcher = new(
        Epoch, RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit), new Dictionary<SubstationId, Kilowatts>(),
        new DispatcherSettings { OneSessionPerVehicle = true });

    public OneSessionPerVehicleTests()
    {
        _dispatcher.CompleteRatings();
        _dispatcher.Enlist(Report("s1", load: 0, limit: 90), Noon);
    }

    [Fact]
    public void By_default_a_vehicle_may_have_many()
    {
        Enlist("s1", load: 0, limit: 90);
        Start(Sent(Place("a", 7)));

        Sent(Place("b", 7));
    }

    [Fact]
    public void A_second_request_is_refused_while_the_first_is_under_way()
    {
        var first = Sent(Ask("a"));

        var refusal = Assert.IsType<ChargeOutcome.VehicleCharging>(Answer(Ask("b")));

        Assert.Equal((first.Message.Request.SessionId, first.To), (refusal.Session, refusal.Substation));
    }

    [Fact]
    public void A_second_request_is_refused_once_the_substation_has_said_that_the_session_runs()
    {
        var session = Run(Sent(Ask("a")));

        var question = Assert.IsType<AskSession>(Assert.Single(Ask("b")));
        Assert.Equal((session.Id, session.Substation), (question.Message.Session, question.To));
        var refusal = Answer(_dispatcher.Shown(new SessionShown(session.Id, session), Noon));

        Assert.Equal(new ChargeOutcome.VehicleCharging(session.Id, session.Substation), refusal);
    }

    [Fact]
    public void A_session_that_was_cancelled_does_not_hold_the_vehicle_back()
    {
        var session = Run(Sent(Ask("a")));
        Assert.IsType<AskSession>(Assert.Single(Ask("b")));

        var ended = session.Ended(SessionState.Completed, Noon);
        Sent(_dispatcher.Shown(new SessionShown(session.Id, ended), Noon));

        Assert.IsType<ChargeOutcome.VehicleCharging>(Answer(Ask("c")));
    }

    [Fact]
    public void A_session_whose_time_is_over_does_not_hold_the_vehicle_back()
    {
        var session = Run(Sent(Ask("a")));

        Sent(Ask("b", session.ExpectedEnd));
    }

    [Fact]
    public void A_repeated_key_of_an_ended_session_does_not_let_a_second_request_past_the_first()
    {
        var ended = Run(Sent(Ask("a")));
        var at = ended.ExpectedEnd + TimeSpan.FromSeconds(1);
        var first = Sent(Ask("b", at));

        var repeated = Sent(Ask("a", at));
        _dispatcher.Started(
            new SessionStarted(
                repeated.Message.Number, ended, Report("s1", load: 0, limit: 90, repeated.Message.Number)), at);

        var refusal = Assert.IsType<ChargeOutcome.VehicleCharging>(Answer(Ask("c", at)));
        Assert.Equal(first.Message.Request.SessionId, refusal.Session);
    }

    [Fact]
    public void The_question_is_asked_again_and_a_silent_substation_is_taken_to_charge_the_vehicle()
    {
        var session = Run(Sent(Ask("a")));
        Ask("b");

        Assert.IsType<AskSession>(Assert.Single(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))));
        var answer = Answer(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(5)));

        Assert.Equal(new ChargeOutcome.VehicleCharging(session.Id, session.Substation), answer);
    }

    [Fact]
    public void A_new_balancer_is_told_whose_the_sessions_are()
    {
        var substation = new TestSubstation(90);
        var session = substation.Charge("a", 7);
        substation.Send(new Claim(Epoch.Next("node2")));
        substation.SettleAll();

        _dispatcher.Know(session.Substation, substation.Reply<Claimed>().Sessions, Noon);

        Assert.Equal(session.Id, Assert.IsType<AskSession>(Assert.Single(Ask("b"))).Message.Session);
    }

    [Fact]
    public void The_key_of_the_session_itself_is_replayed_and_says_so()
    {
        var session = Run(Sent(Ask("a")));

        var again = Sent(Ask("a"));
        var replay = Answer(_dispatcher.Started(
            new SessionStarted(again.Message.Number, session, Report("s1", load: 7, limit: 90, again.Message.Number)),
            Noon));

        Assert.True(Assert.IsType<ChargeOutcome.Accepted>(replay).IsReplay);
    }

    private IReadOnlyList<IDispatcherEffect> Ask(string key, DateTimeOffset? at = null)
    {
        var now = at ?? Noon;
        _dispatcher.Reported(Report("s1", load: 7, limit: 90, lastApplied: long.MaxValue), now);
        return _dispatcher.Place(Ticket(), TestSubstation.Request(key, 7), now + TimeSpan.FromSeconds(10), now);
    }

    private ChargingSession Run(SendStart sent)
    {
        var session = new ChargingSession(
            sent.Message.Request, sent.To, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(30), null);
        var answer = Answer(_dispatcher.Started(
            new SessionStarted(sent.Message.Number, session, Report("s1", load: 7, limit: 90, sent.Message.Number)),
            Noon));
        Assert.False(Assert.IsType<ChargeOutcome.Accepted>(answer).IsReplay);
        return session;
    }
}
