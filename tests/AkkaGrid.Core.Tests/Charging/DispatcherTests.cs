using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>Where a request goes, and what is answered where there is no room.</summary>
public sealed class DispatcherTests : DispatcherSteps
{
    [Fact]
    public void A_request_goes_where_it_fits_most_closely()
    {
        Enlist("s1", load: 0, limit: 100);
        Enlist("s2", load: 80, limit: 100);

        Assert.Equal("s2", Sent(Place("a", 20)).To.Value);
    }

    [Fact]
    public void What_a_report_foretells_to_end_is_free_when_it_has_ended()
    {
        var clock = Noon + TimeSpan.FromHours(5);
        Dispatcher.Enlist(
            Report("s1", load: 100, limit: 100, clock: clock, releases: [new(
                clock + TimeSpan.FromSeconds(1), Kilowatts.Of(60))]),
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

        Assert.Equal((Kilowatts.Zero, true), (full.LargestFree, full.IsWithoutSubstation));
    }

    [Fact]
    public void The_rating_of_a_substation_that_is_not_here_counts()
    {
        var dispatcher = new Dispatcher(
            Epoch,
            RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
            new Dictionary<SubstationId, Kilowatts> { [SubstationId.Of("absent")] = Kilowatts.Of(200) },
            new DispatcherSettings());
        var effects = dispatcher.Place(
            Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon);

        Assert.IsType<ChargeOutcome.NoCapacity>(Answer(effects));
    }

    [Fact]
    public void What_is_larger_than_all_that_are_known_is_held_until_a_larger_one_comes()
    {
        var dispatcher = Create(complete: false);
        dispatcher.Enlist(Report("s1", load: 0, limit: 100), Noon);
        Assert.Empty(
            dispatcher.Place(Ticket(), TestSubstation.Request("a", 150), Noon + TimeSpan.FromSeconds(10), Noon));
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

        var now = Noon + TimeSpan.FromSeconds(1);
        var probe = Assert.IsType<SendProbe>(Assert.Single(dispatcher.Tick(now))).Message.Probe;
        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(
            Answer(dispatcher.Reported(Report("s1", load: 0, limit: 100, probe: probe), now)));
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
        Assert.Empty(Dispatcher.Reported(Report("s1", load: 100, limit: 100, probe: probe), Noon));
        var sent = Sent(Dispatcher.Reported(Report("s2", load: 20, limit: 90, probe: probe), Noon));
        Assert.Equal("s2", sent.To.Value);
    }

    [Fact]
    public void Nobody_is_refused_before_each_substation_has_said_that_it_is_full_or_is_silent()
    {
        Enlist("s1", load: 90, limit: 90);
        Enlist("s2", load: 90, limit: 90);
        var probe = Place("a", 50).Cast<SendProbe>().First().Message.Probe;
        Assert.Empty(Dispatcher.Reported(Report("s1", load: 90, limit: 90, probe: probe), Noon));

        // Its answer was lost, or it is slow; its reports come.
        var again = Assert.IsType<SendProbe>(Assert.Single(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(0.5))));
        Assert.Equal(("s2", probe), (again.To.Value, again.Message.Probe));
        Assert.Empty(Dispatcher.Reported(Report("s2", load: 90, limit: 90), Noon + TimeSpan.FromSeconds(2)));
        Assert.IsType<SendProbe>(Assert.Single(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(4.5))));

        Assert.Equal("s2", Sent(Dispatcher.Reported(
            Report("s2", load: 0, limit: 90, probe: probe), Noon + TimeSpan.FromSeconds(4.6))).To.Value);
    }

    [Fact]
    public void A_substation_that_falls_silent_while_it_is_asked_is_not_waited_for()
    {
        Enlist("s1", load: 90, limit: 90);
        Assert.IsType<SendProbe>(Assert.Single(Place("a", 50)));

        Assert.IsType<SendProbe>(Assert.Single(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(2.9))));

        Assert.IsType<ChargeOutcome.NoCapacity>(Answer(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(3.4))));
    }

    [Fact]
    public void A_refusal_says_when_power_will_be_free_and_how_much_is_free_now()
    {
        var releases = new Release[]
        {
            new(Noon + TimeSpan.FromSeconds(5), Kilowatts.Of(10)),
            new(Noon + TimeSpan.FromSeconds(9), Kilowatts.Of(30)),
        };
        Dispatcher.Enlist(Report("s1", load: 97, limit: 100, releases: releases), Noon);

        Place("a", 30);
        var full = Assert.IsType<ChargeOutcome.NoCapacity>(
            Answer(Dispatcher.Reported(Report("s1", load: 97, limit: 100, probe: 1, releases: releases), Noon)));

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

        Dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 1), Noon);
        var sent = Sent(Dispatcher.Reported(Report("s2", load: 70, limit: 100, probe: 1), Noon));

        // Half of it is the most: 40 kW are free at s1, but 30 fill s2.
        Assert.Equal(("s2", 10), (sent.To.Value, sent.Message.AtLeast.Value));

        // s2 is spoken for: another such request goes to the next.
        Place("b", 60, minimum: 10);
        Dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 2), Noon);
        Assert.Equal("s1", Sent(Dispatcher.Reported(Report("s2", load: 70, limit: 100, probe: 2), Noon)).To.Value);
    }

    [Fact]
    public void A_substation_that_refuses_the_least_has_the_request_decided_again()
    {
        Enlist("s1", load: 50, limit: 90);
        Place("a", 60, minimum: 20);
        var sent = Sent(Dispatcher.Reported(Report("s1", load: 50, limit: 90, probe: 1), Noon));

        var probe = Assert.IsType<SendProbe>(Assert.Single(Refuse(sent, StartRefusal.NoCapacity, load: 80, limit: 90)));
        var full = Answer(Dispatcher.Reported(Report("s1", load: 80, limit: 90, probe: probe.Message.Probe), Noon));

        Assert.Equal(10, Assert.IsType<ChargeOutcome.NoCapacity>(full).LargestFree.Value);
    }

    [Fact]
    public void A_request_over_every_rating_is_given_a_whole_substation_and_refused_for_good_only_by_its_minimum()
    {
        Enlist("s1", load: 0, limit: 90);

        Assert.IsType<SendProbe>(Assert.Single(Place("a", 200, minimum: 91)));
        Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(
            Answer(Dispatcher.Reported(Report("s1", load: 0, limit: 90, probe: 1), Noon)));
        Place("b", 200, minimum: 90);
        var sent = Sent(Dispatcher.Reported(Report("s1", load: 0, limit: 90, probe: 2), Noon));
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
    public void A_decision_can_be_explained_with_what_was_believed_and_what_was_true()
    {
        Enlist("s1", load: 10, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var sent = Sent(Place("a", 50, Noon + TimeSpan.FromSeconds(1)));
        Start(sent, load: 60);

        var decision = Dispatcher.Explain(sent.Message.Request.SessionId);

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

        Assert.Null(Dispatcher.Explain(SessionId.Of(IdempotencyKey.Of("key-0"))));
        Assert.NotNull(Dispatcher.Explain(SessionId.Of(IdempotencyKey.Of("key-1"))));
    }

    [Fact]
    public void The_last_decisions_can_be_told_the_last_one_first()
    {
        Enlist("s1", load: 0, limit: 90);
        for (var i = 0; i < 4; i++)
            Place($"key-{i}", 20, Noon + TimeSpan.FromSeconds(0.1 * i));

        var last = Dispatcher.LastDecisions(3);

        Assert.Equal(
            new[] { "key-3", "key-2", "key-1" }.Select(key => SessionId.Of(IdempotencyKey.Of(key))),
            last.Select(decision => decision.Session));
        Assert.All(last, decision => Assert.Equal(SubstationId.Of("s1"), decision.Chosen));
        Assert.Equal(4, Dispatcher.LastDecisions(100).Count);
    }
}
