using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class CurtailedDispatchTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;

    private readonly Dispatcher _dispatcher = new(
        TestSubstation.Epoch,
        RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
        new Dictionary<SubstationId, Kilowatts>(),
        new DispatcherSettings());
    private long _sequence;
    private long _tickets;

    public CurtailedDispatchTests() => _dispatcher.CompleteRatings();

    [Fact]
    public void What_fits_only_without_the_present_limits_is_curtailed_until_they_end()
    {
        Enlist(Report("s1", rating: 100, load: 10, limit: 40) with { NextLimits = [Step(30, 100)] });
        Enlist(Report("s2", rating: 80, load: 0, limit: 20) with { NextLimits = [Step(12, 80)] });

        var curtailed = Assert.IsType<ChargeOutcome.Curtailed>(Outcome("a", 70));

        Assert.Equal(
            (TimeSpan.FromSeconds(12), 40m, 30m),
            (curtailed.RetryAfter, curtailed.LargestLimit.Value, curtailed.LargestFree.Value));
    }

    [Fact]
    public void What_fits_under_a_limit_and_not_beside_its_load_finds_no_capacity()
    {
        Enlist(Report("s1", rating: 100, load: 30, limit: 40) with { NextLimits = [Step(30, 100)] });

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<ChargeOutcome.NoCapacity>(Outcome("a", 20)).RetryAfter);
    }

    [Fact]
    public void What_exceeds_every_rating_is_not_called_curtailed()
    {
        Enlist(Report("s1", rating: 100, load: 0, limit: 40));

        Assert.Equal(100, Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(Outcome("a", 101)).LargestRating.Value);
    }

    [Fact]
    public void A_rating_that_is_changed_counts_from_its_report_on()
    {
        Enlist(Report("s1", rating: 100, load: 0, limit: 100));
        _dispatcher.Reported(Report("s1", rating: 150, load: 0, limit: 150), Noon);
        Assert.IsType<SendStart>(Assert.Single(Place("a", 120)));

        _dispatcher.Reported(Report("s1", rating: 60, load: 0, limit: 60), Noon);
        Assert.Equal(60, Assert.IsType<ChargeOutcome.ExceedsLargestSubstation>(Outcome("b", 61)).LargestRating.Value);
    }

    [Fact]
    public void A_draining_substation_is_no_candidate()
    {
        Enlist(Report("s1", rating: 50, load: 0, limit: 50) with { Draining = true });
        Enlist(Report("s2", rating: 90, load: 0, limit: 90));
        Assert.Equal("s2", Assert.IsType<SendStart>(Assert.Single(Place("a", 40))).To.Value);

        Assert.Equal(50, Assert.IsType<ChargeOutcome.NoCapacity>(Outcome("b", 60)).LargestFree.Value);
    }

    [Fact]
    public void A_substation_that_refuses_because_it_drains_is_passed_over()
    {
        Enlist(Report("s1", rating: 50, load: 0, limit: 50));
        Enlist(Report("s2", rating: 90, load: 0, limit: 90));
        var sent = Assert.IsType<SendStart>(Assert.Single(Place("a", 40)));

        var again = _dispatcher.Refused(
            new StartRefused(
                sent.Message.Number, sent.Message.Request.SessionId, StartRefusal.Draining,
                Report("s1", rating: 50, load: 0, limit: 50) with { Draining = true }),
            Noon);

        Assert.Equal("s2", Assert.IsType<SendStart>(Assert.Single(again)).To.Value);
    }

    [Fact]
    public void A_change_that_a_report_has_named_counts_from_its_time_on()
    {
        Enlist(Report("s1", rating: 100, load: 0, limit: 40) with { NextLimits = [Step(1, 100), Step(2, 10)] });

        Assert.IsType<SendStart>(Assert.Single(Place("a", 70, Noon + TimeSpan.FromSeconds(1))));
        Assert.IsType<SendProbe>(Assert.Single(Place("b", 11, Noon + TimeSpan.FromSeconds(2))));
    }

    [Fact]
    public void A_patient_request_waits_for_the_end_of_a_limit()
    {
        Enlist(Report("s1", rating: 100, load: 0, limit: 40) with { NextLimits = [Step(2, 100)] });
        var placed = _dispatcher.Place(
            Ticket(), TestSubstation.Request("a", 70), Noon + TimeSpan.FromSeconds(10), Noon,
            new WaitBudget(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Assert.Empty(placed);
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(_dispatcher.Waiting(Noon)).ExpectedIn);

        var served = _dispatcher.Reported(
            Report("s1", rating: 100, load: 0, limit: 100), Noon + TimeSpan.FromSeconds(2));

        Assert.Single(served.OfType<SendStart>());
    }

    private static Kilowatts Power(decimal kilowatts) => Kilowatts.FromMilliwatts((long)(kilowatts * 1_000_000));

    private static LimitStep Step(double seconds, decimal limit) =>
        new(Noon + TimeSpan.FromSeconds(seconds), Power(limit));

    private Ticket Ticket() => new("gateway", ++_tickets);

    private void Enlist(LoadReport report) => _dispatcher.Enlist(report, Noon);

    private IReadOnlyList<IDispatcherEffect> Place(string key, decimal kilowatts, DateTimeOffset? now = null) =>
        _dispatcher.Place(
            Ticket(), TestSubstation.Request(key, kilowatts), (now ?? Noon) + TimeSpan.FromSeconds(10), now ?? Noon);

    /// <summary>The answer, after all substations have confirmed what they reported.</summary>
    private ChargeOutcome Outcome(string key, decimal kilowatts)
    {
        var effects = Place(key, kilowatts);
        foreach (var probe in effects.OfType<SendProbe>().ToArray())
        {
            var known = _dispatcher.Reports.Single(report => report.Substation == probe.To);
            effects = _dispatcher.Reported(known with { Sequence = ++_sequence, Probe = probe.Message.Probe }, Noon);
        }

        return Assert.Single(effects.OfType<Answer>()).Outcome;
    }

    private LoadReport Report(string id, decimal rating, decimal load, decimal limit) =>
        new(
            SubstationId.Of(id),
            "node1",
            TestSubstation.Epoch,
            ++_sequence,
            Power(load),
            Power(rating),
            Power(limit),
            1,
            0,
            Noon, []);
}
