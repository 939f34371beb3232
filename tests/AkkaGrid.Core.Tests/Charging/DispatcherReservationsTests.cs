using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>What was sent to a substation is counted, is asked for there again, and belongs to one epoch.</summary>
public sealed class DispatcherReservationsTests : DispatcherSteps
{
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

        Dispatcher.Reported(Report("s1", load: 50, limit: 100, lastApplied: first.Number), Noon);

        Assert.Equal("s1", Sent(Place("b", 50)).To.Value);
    }

    [Fact]
    public void An_older_report_changes_nothing()
    {
        Enlist("s1", load: 0, limit: 100);
        var late = Report("s1", load: 0, limit: 100);
        Dispatcher.Reported(Report("s1", load: 80, limit: 100), Noon);

        Dispatcher.Reported(late, Noon);

        Assert.Equal(80, Dispatcher.Reports.Single().Load.Value);
    }

    [Fact]
    public void A_late_refusal_does_not_move_a_request_that_was_sent_again()
    {
        Enlist("s1", load: 0, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var first = Sent(Place("a", 50));
        var second = Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(1)));
        Assert.Equal(first.To, second.To);
        Assert.True(second.Message.Number > first.Message.Number);

        Assert.Empty(Refuse(first, StartRefusal.NoCapacity, load: 60, limit: 90));
    }

    [Fact]
    public void An_answer_to_a_former_term_is_not_taken_for_an_answer_to_this_one()
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
        Dispatcher.Reported(Report("s1", load: 90, limit: 90, lastApplied: sent.Message.Number), Noon);

        Assert.Equal("s1", Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))).To.Value);
    }

    [Fact]
    public void A_key_that_a_substation_told_of_goes_there_and_nowhere_else()
    {
        Enlist("s1", load: 90, limit: 90);
        Enlist("s2", load: 0, limit: 100);
        var known = new KnownSession(SessionId.Of(IdempotencyKey.Of("known")), TimeSpan.Zero);
        Dispatcher.Know(SubstationId.Of("s1"), [known], Noon);

        Assert.Equal("s1", Sent(Place("known", 50)).To.Value);
    }

    [Fact]
    public void A_key_that_another_substation_reports_meanwhile_goes_there_once_the_first_has_refused_it()
    {
        Enlist("s2", load: 0, limit: 100);
        var sent = Sent(Place("a", 50));
        ReportSession("s1", "a");

        Assert.Equal("s1", Sent(Refuse(sent, StartRefusal.NoCapacity, load: 100, limit: 100)).To.Value);
    }

    [Fact]
    public void A_key_that_another_substation_reports_meanwhile_goes_there_if_the_first_does_not_answer()
    {
        Enlist("s2", load: 0, limit: 100);
        Sent(Place("a", 50));
        ReportSession("s1", "a");

        Assert.Equal("s1", Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(1))).To.Value);
        Assert.Equal("s1", Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(2))).To.Value);
    }

    [Fact]
    public void An_expired_request_is_never_sent()
    {
        Enlist("s1", load: 0, limit: 90);

        Assert.Empty(Dispatcher.Place(Ticket(), TestSubstation.Request("a", 7), Noon, Noon));
    }

    [Fact]
    public void A_deadline_is_told_in_the_substations_own_clock()
    {
        var clock = Noon - TimeSpan.FromHours(3);
        Dispatcher.Enlist(Report("s1", load: 0, limit: 90, clock: clock), Noon);

        var sent = Sent(Dispatcher.Place(
            Ticket(),
            TestSubstation.Request("a", 7),
            Noon + TimeSpan.FromSeconds(2.5),
            Noon + TimeSpan.FromSeconds(1)));

        Assert.Equal(clock + TimeSpan.FromSeconds(2.5), sent.Message.ExpiresAt);
    }

    [Fact]
    public void A_reservation_does_not_outlive_the_silence_after_which_its_substation_may_be_given_up()
    {
        Enlist("s1", load: 0, limit: 90);
        var settings = new DispatcherSettings();

        var first = Sent(Place("a", 7));
        var last = Sent(Dispatcher.Tick(Noon + settings.SilentAfter));

        Assert.Equal(Noon + settings.ReservationLife, first.Message.ExpiresAt);
        Assert.Equal(Noon + settings.SilentAfter + settings.ReservationLife, last.Message.ExpiresAt);
        Assert.Empty(Dispatcher.Tick(Noon + settings.SilentAfter + settings.ResendAfter));
        Dispatcher.Reported(Report("s1", load: 0, limit: 90), Noon + TimeSpan.FromSeconds(8));
        Assert.Equal("s1", Sent(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(8))).To.Value);
    }

    [Fact]
    public void A_request_whose_outcome_is_unknown_is_not_answered_by_guess()
    {
        Enlist("s1", load: 0, limit: 90);
        Place("a", 50);

        Assert.Empty(Dispatcher.Tick(Noon + TimeSpan.FromSeconds(10)));
        Assert.Equal(0, Dispatcher.OpenRequests);
    }

    [Fact]
    public void A_newer_epoch_ends_the_term()
    {
        Enlist("s1", load: 0, limit: 90);
        var newer = Epoch.Next("node2");

        var effects = Dispatcher.Reported(Report("s1", load: 0, limit: 90) with { Epoch = newer }, Noon);

        Assert.Equal(new EpochSuperseded(newer), Assert.Single(effects));
    }

    [Fact]
    public void A_substation_that_forgot_the_epoch_is_claimed_again()
    {
        Enlist("s1", load: 0, limit: 90);

        var effects = Dispatcher.Reported(Report("s1", load: 0, limit: 90) with { Epoch = FencingEpoch.None }, Noon);

        Assert.Equal(new ClaimAgain(SubstationId.Of("s1")), Assert.Single(effects));
    }

    [Fact]
    public void A_substation_that_is_claimed_again_still_has_the_reservations_under_way_counted()
    {
        Enlist("s1", load: 0, limit: 100);
        var applied = Sent(Place("a", 30)).Message;
        Sent(Place("b", 30));

        Dispatcher.Enlist(Report("s1", load: 30, limit: 100, lastApplied: applied.Number), Noon);

        Assert.IsType<SendProbe>(Assert.Single(Place("c", 41)));
        Sent(Place("d", 40));
    }

    [Fact]
    public void Of_a_substation_that_is_claimed_again_reports_count_from_then_on_whatever_their_number()
    {
        Enlist("s1", load: 0, limit: 100);
        var anew = Report("s1", load: 60, limit: 100) with { Sequence = 0 };

        Dispatcher.Enlist(anew, Noon);
        Dispatcher.Reported(anew with { Sequence = 1, Load = Power(70) }, Noon);

        Assert.Equal(70, Dispatcher.Reports.Single().Load.Value);
    }

    private void ReportSession(string substation, string key)
    {
        Enlist(substation, load: 50, limit: 90);
        var known = new KnownSession(SessionId.Of(IdempotencyKey.Of(key)), TimeSpan.FromMinutes(1));
        Dispatcher.Know(SubstationId.Of(substation), [known], Noon);
    }
}
