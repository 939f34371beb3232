using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class DispatcherTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly FencingEpoch Epoch = TestSubstation.Epoch;

    private readonly Dispatcher _dispatcher = Create(complete: true);
    private long _sequence = 1;
    private long _tickets;

    [Fact]
    public void A_request_goes_where_it_fits_most_closely()
    {
        Enlist("s1", load: 0, limit: 100);
        Enlist("s2", load: 80, limit: 100);

        Assert.Equal("s2", Sent(Place("a", 20)).To.Value);
    }

    [Fact]
    public void What_was_sent_counts_before_any_report_says_so()
    {
        Enlist("s1", load: 0, limit: 100);
        Enlist("s2", load: 0, limit: 90);

        Assert.Equal("s2", Sent(Place("a", 60)).To.Value);
        Assert.Equal("s1", Sent(Place("b", 60)).To.Value);
    }

    [Fact]
    public void What_a_report_has_applied_is_not_counted_twice()
    {
        Enlist("s1", load: 0, limit: 100);
        var first = Sent(Place("a", 50)).Message;

        _dispatcher.Reported(Report("s1", load: 50, limit: 100, lastApplied: first.Number), Noon);

        Assert.Equal("s1", Sent(Place("b", 50)).To.Value);
    }

    [Fact]
    public void An_older_report_changes_nothing()
    {
        Enlist("s1", load: 0, limit: 100);
        var late = Report("s1", load: 0, limit: 100);
        _dispatcher.Reported(Report("s1", load: 80, limit: 100), Noon);

        _dispatcher.Reported(late, Noon);

        Assert.Equal(80, _dispatcher.Reports.Single().Load.Value);
    }

    [Fact]
    public void What_a_report_foretells_to_end_is_free_when_it_has_ended()
    {
        var clock = Noon + TimeSpan.FromHours(5);
        _dispatcher.Enlist(
            Report("s1", load: 100, limit: 100, clock: clock, releases: [new(clock + TimeSpan.FromSeconds(1), Kilowatts.Of(60))]),
            Noon);

        Assert.IsType<SendProbe>(Assert.Single(Place("early", 60, Noon + TimeSpan.FromSeconds(0.9))));
        Sent(Place("later", 60, Noon + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_silent_substation_is_no_candidate_and_its_rating_still_counts()
    {
        Enlist("s1", load: 0, limit: 100);
        var later = Noon + TimeSpan.FromSeconds(4);

        var full = Assert.IsType<ChargeOutcome.NoCapacity>(Answer(Place("a", 90, later)));

        Assert.Equal(Kilowatts.Zero, full.LargestFree);
        Assert.Equal(100, Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(Answer(Place("b", 101, later))).LargestRating.Value);
    }

    [Fact]
    public void The_rating_of_a_substation_that_is_not_here_counts()
    {
        var dispatcher = new Dispatcher(
            Epoch, RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts> { [SubstationId.Of("absent")] = Kilowatts.Of(200) }, new DispatcherSettings());
        var effects = dispatcher.Place(Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon);

        Assert.IsType<ChargeOutcome.NoCapacity>(Answer(effects));
    }

    [Fact]
    public void What_is_larger_than_all_that_are_known_is_held_until_a_larger_one_comes()
    {
        var dispatcher = Create(complete: false);
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        Assert.Empty(dispatcher.Place(Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon));
        Assert.Empty(dispatcher.Tick(Noon + TimeSpan.FromSeconds(1)));

        dispatcher.Enlist(Report("s2", load: 0, limit: 200), Noon + TimeSpan.FromSeconds(2));

        Assert.Equal("s2", Sent(dispatcher.Tick(Noon + TimeSpan.FromSeconds(2))).To.Value);
        Assert.Empty(dispatcher.Tick(Noon + TimeSpan.FromSeconds(2.1)));
    }

    [Fact]
    public void What_is_larger_than_all_that_are_known_is_refused_for_good_once_all_are_known()
    {
        var dispatcher = Create(complete: false);
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        dispatcher.Place(Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon);

        dispatcher.CompleteRatings();

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(Answer(dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void What_is_held_until_its_deadline_was_not_decided()
    {
        var dispatcher = Create(complete: false);
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        dispatcher.Place(Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon);

        Assert.IsType<ChargeOutcome.BalancerUnavailable>(Answer(dispatcher.Tick(Noon + TimeSpan.FromSeconds(10))));
    }

    [Fact]
    public void Nothing_is_refused_before_every_substation_has_confirmed_that_it_has_no_room()
    {
        Enlist("s1", load: 100, limit: 100);
        Enlist("s2", load: 90, limit: 90);

        var probes = Place("a", 50).Cast<SendProbe>().ToArray();
        Assert.Equal(["s1", "s2"], probes.Select(probe => probe.To.Value));

        var probe = probes[0].Message.Probe;
        Assert.Empty(_dispatcher.Reported(Report("s1", load: 100, limit: 100, probe: probe), Noon));
        var sent = Sent(_dispatcher.Reported(Report("s2", load: 20, limit: 90, probe: probe), Noon));
        Assert.Equal("s2", sent.To.Value);
    }

    [Fact]
    public void A_substation_that_does_not_confirm_is_not_waited_for()
    {
        Enlist("s1", load: 100, limit: 100);
        Place("a", 50);

        Assert.Empty(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(0.3)));
        Assert.IsType<ChargeOutcome.NoCapacity>(Answer(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(0.4))));
    }

    [Fact]
    public void A_refusal_says_when_power_will_be_free_and_how_much_is_free_now()
    {
        var releases = new Release[]
        {
            new(Noon + TimeSpan.FromSeconds(5), Kilowatts.Of(10)),
            new(Noon + TimeSpan.FromSeconds(9), Kilowatts.Of(30)),
        };
        _dispatcher.Enlist(Report("s1", load: 97, limit: 100, releases: releases), Noon);

        Place("a", 30);
        var full = Assert.IsType<ChargeOutcome.NoCapacity>(
            Answer(_dispatcher.Reported(Report("s1", load: 97, limit: 100, probe: 1, releases: releases), Noon)));

        Assert.Equal(TimeSpan.FromSeconds(9), full.RetryAfter);
        Assert.Equal(3, full.LargestFree.Value);
    }

    [Fact]
    public void A_request_that_may_take_less_is_first_sent_where_all_of_it_fits()
    {
        Enlist("s1", load: 50, limit: 90);
        Enlist("s2", load: 20, limit: 100);

        var sent = Sent(Place("a", 60, minimum: 10));

        Assert.Equal(("s2", 60), (sent.To.Value, sent.Message.AtLeast.Value));
    }

    [Fact]
    public void A_request_that_fits_nowhere_is_given_the_most_quarters_that_fit_once_that_is_confirmed()
    {
        Enlist("s1", load: 50, limit: 90);
        Enlist("s2", load: 70, limit: 100);
        Assert.All(Place("a", 60, minimum: 10), effect => Assert.IsType<SendProbe>(effect));

        _dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 1), Noon);
        var sent = Sent(_dispatcher.Reported(Report("s2", load: 70, limit: 100, probe: 1), Noon));

        // Half of it is the most: 40 kW are free at s1, but 30 fill s2.
        Assert.Equal(("s2", 10), (sent.To.Value, sent.Message.AtLeast.Value));

        // s2 is spoken for: another such request goes to the next.
        Place("b", 60, minimum: 10);
        _dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 2), Noon);
        Assert.Equal("s1", Sent(_dispatcher.Reported(Report("s2", load: 70, limit: 100, probe: 2), Noon)).To.Value);
    }

    [Fact]
    public void A_substation_that_refuses_the_least_has_the_request_decided_again()
    {
        Enlist("s1", load: 50, limit: 90);
        Place("a", 60, minimum: 20);
        var sent = Sent(_dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 1), Noon));

        var probe = Assert.IsType<SendProbe>(Assert.Single(Refuse(sent, StartRefusal.NoCapacity, load: 80, limit: 90)));
        var full = Answer(_dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: probe.Message.Probe), Noon));

        Assert.Equal(10, Assert.IsType<ChargeOutcome.NoCapacity>(full).LargestFree.Value);
    }

    [Fact]
    public void A_request_over_every_rating_is_given_a_whole_substation_and_refused_for_good_only_by_its_minimum()
    {
        Enlist("s1", load: 0, limit: 90);

        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(Answer(Place("a", 200, minimum: 91)));
        Place("b", 200, minimum: 90);
        var sent = Sent(_dispatcher.Reported(Report("s1", load: 0, limit: 90, probe: 1), Noon));
        Assert.Equal(90, sent.Message.AtLeast.Value);
    }

    [Fact]
    public void A_refused_request_is_decided_again_on_the_load_that_the_refusal_brings()
    {
        Enlist("s1", load: 0, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var sent = Sent(Place("a", 50));

        var again = Sent(Refuse(sent, StartRefusal.NoCapacity, load: 60, limit: 90));

        Assert.Equal("s2", again.To.Value);
    }

    [Fact]
    public void A_late_refusal_does_not_move_a_request_that_was_sent_again()
    {
        Enlist("s1", load: 0, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var first = Sent(Place("a", 50));
        var second = Sent(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(1)));
        Assert.Equal(first.To, second.To);
        Assert.True(second.Message.Number > first.Message.Number);

        Assert.Empty(Refuse(first, StartRefusal.NoCapacity, load: 60, limit: 90));
    }

    [Fact]
    public void An_answer_to_a_former_reign_is_not_taken_for_an_answer_to_this_one()
    {
        Enlist("s1", load: 0, limit: 90);
        var first = Sent(Place("a", 50)).Message.Number;
        var next = new Dispatcher(
            Epoch.Next("node1"), RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts>(), new DispatcherSettings());
        next.Enlist(Report("s1", load: 0, limit: 90) with { Epoch = Epoch.Next("node1") }, Noon);

        var second = Sent(next.Place(Ticket(), TestSubstation.Request("a", 50), Noon + TimeSpan.FromSeconds(9), Noon));

        Assert.True(second.Message.Number > first);
    }

    [Fact]
    public void A_lost_answer_is_asked_for_at_the_same_substation_even_when_that_is_full()
    {
        Enlist("s1", load: 0, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var sent = Sent(Place("a", 50));
        _dispatcher.Reported(Report("s1", load: 90, limit: 90, lastApplied: sent.Message.Number), Noon);

        Assert.Equal("s1", Sent(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))).To.Value);
    }

    [Fact]
    public void A_key_that_a_substation_told_of_goes_there_and_nowhere_else()
    {
        Enlist("s1", load: 90, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var known = new KnownSession(SessionId.Of(IdempotencyKey.Of("known")), TimeSpan.Zero);
        _dispatcher.Know(SubstationId.Of("s1"), [known], Noon);

        Assert.Equal("s1", Sent(Place("known", 50)).To.Value);
    }

    [Fact]
    public void Two_desks_with_one_request_get_one_answer_each()
    {
        Enlist("s1", load: 0, limit: 90);
        var sent = Sent(Place("a", 50));
        Assert.Empty(Place("a", 50));

        var answers = Start(sent).OfType<Answer>().ToArray();

        Assert.Equal(2, answers.Select(answer => answer.To).Distinct().Count());
        Assert.Single(answers.Select(answer => answer.Outcome).Distinct());
    }

    [Fact]
    public void A_request_that_two_desks_ask_for_is_counted_once_and_its_repetition_not_at_all()
    {
        Enlist("s1", load: 0, limit: 90);
        var sent = Sent(Place("a", 50));
        Place("a", 50);

        var closed = Assert.Single(Start(sent).OfType<RequestClosed>());
        Assert.Equal((RequestFate.Accepted, "s1"), (closed.Fate, closed.Session?.Substation.Value));
        Assert.Empty(Start(Sent(Place("a", 50))).OfType<RequestClosed>());
    }

    [Fact]
    public void A_refusal_is_counted_and_what_fits_nowhere_at_all_is_not()
    {
        Enlist("s1", load: 80, limit: 90);
        Place("a", 50);
        var refused = _dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: 1), Noon);
        Assert.Equal(RequestFate.Refused, Assert.Single(refused.OfType<RequestClosed>()).Fate);

        // Tried again, it is another request.
        Place("a", 50);
        Assert.Single(_dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: 2), Noon).OfType<RequestClosed>());
        Assert.Empty(Place("b", 91).OfType<RequestClosed>());
    }

    [Fact]
    public void Another_request_of_a_key_under_way_is_refused()
    {
        Enlist("s1", load: 0, limit: 90);
        Place("a", 50);

        Assert.IsType<ChargeOutcome.KeyReused>(Answer(Place("a", 51)));
    }

    [Fact]
    public void An_expired_request_is_never_sent()
    {
        Enlist("s1", load: 0, limit: 90);

        Assert.Empty(_dispatcher.Place(Ticket(), TestSubstation.Request("a", 7), Noon, Noon));
    }

    [Fact]
    public void A_deadline_is_told_in_the_substations_own_clock()
    {
        var clock = Noon - TimeSpan.FromHours(3);
        _dispatcher.Enlist(Report("s1", load: 0, limit: 90, clock: clock), Noon);

        var sent = Sent(_dispatcher.Place(
            Ticket(), TestSubstation.Request("a", 7), Noon + TimeSpan.FromSeconds(2.5), Noon + TimeSpan.FromSeconds(1)));

        Assert.Equal(clock + TimeSpan.FromSeconds(2.5), sent.Message.ExpiresAt);
    }

    [Fact]
    public void A_reservation_does_not_outlive_the_silence_after_which_its_substation_may_be_given_up()
    {
        Enlist("s1", load: 0, limit: 90);
        var settings = new DispatcherSettings();

        var first = Sent(Place("a", 7));
        var last = Sent(_dispatcher.Tick(Noon + settings.SilentAfter));

        Assert.Equal(Noon + settings.ReservationLife, first.Message.ExpiresAt);
        Assert.Equal(Noon + settings.SilentAfter + settings.ReservationLife, last.Message.ExpiresAt);
        Assert.Empty(_dispatcher.Tick(Noon + settings.SilentAfter + settings.ResendAfter));
        _dispatcher.Reported(Report("s1", load: 0, limit: 90), Noon + TimeSpan.FromSeconds(8));
        Assert.Equal("s1", Sent(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(8))).To.Value);
    }

    [Fact]
    public void A_request_whose_outcome_is_unknown_is_not_answered_by_guess()
    {
        Enlist("s1", load: 0, limit: 90);
        Place("a", 50);

        Assert.Empty(_dispatcher.Tick(Noon + TimeSpan.FromSeconds(10)));
        Assert.Equal(0, _dispatcher.OpenRequests);
    }

    [Fact]
    public void A_newer_epoch_ends_the_reign()
    {
        Enlist("s1", load: 0, limit: 90);
        var newer = Epoch.Next("node2");

        var effects = _dispatcher.Reported(Report("s1", load: 0, limit: 90) with { Epoch = newer }, Noon);

        Assert.Equal(new ReignLost(newer), Assert.Single(effects));
    }

    [Fact]
    public void A_substation_that_forgot_the_epoch_is_claimed_again()
    {
        Enlist("s1", load: 0, limit: 90);

        var effects = _dispatcher.Reported(Report("s1", load: 0, limit: 90) with { Epoch = FencingEpoch.None }, Noon);

        Assert.Equal(new ClaimAgain(SubstationId.Of("s1")), Assert.Single(effects));
    }

    [Fact]
    public void A_substation_that_is_claimed_again_still_has_the_reservations_under_way_counted()
    {
        Enlist("s1", load: 0, limit: 100);
        var applied = Sent(Place("a", 30)).Message;
        Sent(Place("b", 30));

        _dispatcher.Enlist(Report("s1", load: 30, limit: 100, lastApplied: applied.Number), Noon);

        Assert.IsType<SendProbe>(Assert.Single(Place("c", 41)));
        Sent(Place("d", 40));
    }

    [Fact]
    public void Of_a_substation_that_is_claimed_again_reports_count_from_then_on_whatever_their_number()
    {
        Enlist("s1", load: 0, limit: 100);
        var anew = Report("s1", load: 60, limit: 100) with { Sequence = 0 };

        _dispatcher.Enlist(anew, Noon);
        _dispatcher.Reported(anew with { Sequence = 1, Load = Power(70) }, Noon);

        Assert.Equal(70, _dispatcher.Reports.Single().Load.Value);
    }

    [Fact]
    public void Where_as_many_requests_are_open_as_may_be_the_next_is_told_so_at_once()
    {
        var dispatcher = new Dispatcher(
            Epoch, RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts>(), new DispatcherSettings { MaxOpen = 1 });
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        IReadOnlyList<IDispatcherEffect> Ask(string key) =>
            dispatcher.Place(Ticket(), TestSubstation.Request(key, 10), Noon + TimeSpan.FromSeconds(10), Noon);
        Sent(Ask("a"));

        Assert.IsType<ChargeOutcome.Overloaded>(Answer(Ask("b")));

        // Who asks for one that is open takes no further place.
        Assert.Empty(Ask("a"));
        Assert.Equal((1, false), (dispatcher.OpenRequests, dispatcher.IsOpen(SessionId.Of(IdempotencyKey.Of("b")))));
    }

    [Fact]
    public void A_decision_can_be_explained_with_what_was_believed_and_what_was_true()
    {
        Enlist("s1", load: 10, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var sent = Sent(Place("a", 50, Noon + TimeSpan.FromSeconds(1)));
        Start(sent, load: 60);

        var decision = _dispatcher.Explain(sent.Message.Request.SessionId);

        Assert.NotNull(decision);
        Assert.Equal(("best-fit", SubstationId.Of("s1")), (decision.Policy, decision.Chosen));
        Assert.Equal(["s1", "s2"], decision.Candidates.Select(candidate => candidate.Substation.Value));
        Assert.All(decision.Candidates, candidate => Assert.Equal(TimeSpan.FromSeconds(1), candidate.ReportAge));
        Assert.Equal(10, decision.TrueLoad?.Value);
    }

    [Fact]
    public void Only_the_last_decisions_are_kept()
    {
        Enlist("s1", load: 0, limit: 90_000);
        for (var i = 0; i < 1001; i++)
            Place($"key-{i}", 1);

        Assert.Null(_dispatcher.Explain(SessionId.Of(IdempotencyKey.Of("key-0"))));
        Assert.NotNull(_dispatcher.Explain(SessionId.Of(IdempotencyKey.Of("key-1"))));
    }

    [Fact]
    public void The_last_decisions_can_be_told_the_last_one_first()
    {
        Enlist("s1", load: 0, limit: 90);
        for (var i = 0; i < 4; i++)
            Place($"key-{i}", 20, Noon + TimeSpan.FromSeconds(0.1 * i));

        var last = _dispatcher.LastDecisions(3);

        Assert.Equal(
            new[] { "key-3", "key-2", "key-1" }.Select(key => SessionId.Of(IdempotencyKey.Of(key))),
            last.Select(decision => decision.Session));
        Assert.All(last, decision => Assert.Equal(SubstationId.Of("s1"), decision.Chosen));
        Assert.Equal(4, _dispatcher.LastDecisions(100).Count);
    }

    private static Dispatcher Create(bool complete)
    {
        var dispatcher = new Dispatcher(
            Epoch,
            RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts>(),
            new DispatcherSettings());
        if (complete)
            dispatcher.CompleteRatings();
        return dispatcher;
    }

    private static SendStart Sent(IReadOnlyList<IDispatcherEffect> effects) =>
        Assert.IsType<SendStart>(Assert.Single(effects));

    private static ChargeOutcome Answer(IReadOnlyList<IDispatcherEffect> effects) =>
        Assert.Single(effects.OfType<Answer>()).Outcome;

    private static Kilowatts Power(decimal kilowatts) => Kilowatts.FromMilliwatts((long)(kilowatts * 1_000_000));

    private Ticket Ticket() => new("desk", ++_tickets);

    private void Enlist(string id, decimal load, decimal limit) => _dispatcher.Enlist(Report(id, load, limit), Noon);

    private IReadOnlyList<IDispatcherEffect> Place(
        string key, decimal kilowatts, DateTimeOffset? now = null, decimal? minimum = null) =>
        _dispatcher.Place(
            Ticket(), TestSubstation.Request(key, kilowatts, minimum: minimum), (now ?? Noon) + TimeSpan.FromSeconds(10), now ?? Noon);

    private IReadOnlyList<IDispatcherEffect> Refuse(SendStart sent, StartRefusal reason, decimal load, decimal limit) =>
        _dispatcher.Refused(
            new StartRefused(
                sent.Message.Number, sent.Message.Request.SessionId, reason,
                Report(sent.To.Value, load, limit, sent.Message.Number)),
            Noon);

    private IReadOnlyList<IDispatcherEffect> Start(SendStart sent, decimal load = 50)
    {
        var session = new ChargingSession(
            sent.Message.Request, sent.To, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), null);
        return _dispatcher.Started(
            new SessionStarted(sent.Message.Number, session, Report(sent.To.Value, load, 90, sent.Message.Number)), Noon);
    }

    private LoadReport Report(
        string id,
        decimal load,
        decimal limit,
        long lastApplied = 0,
        long probe = 0,
        DateTimeOffset? clock = null,
        IReadOnlyList<Release>? releases = null) =>
        new(SubstationId.Of(id), "node1", Epoch, ++_sequence, Power(load), Power(limit), Power(limit), 1, lastApplied,
            clock ?? Noon, releases ?? [], probe);
}
