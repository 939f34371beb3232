using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A substation is asked for a session, and finds that of another substation on record.</summary>
public sealed class SessionElsewhereDispatchTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly SubstationId Asked = SubstationId.Of("s1");
    private static readonly SubstationId Elsewhere = SubstationId.Of("s2");
    private static readonly ChargeRequest Request = TestSubstation.Request("a", 60);

    private readonly Dispatcher _dispatcher = new(
        TestSubstation.Epoch,
        RoutingPolicies.BuiltIn.Find(RoutingPolicies.BestFit),
        new Dictionary<SubstationId, Kilowatts>(),
        new DispatcherSettings());

    [Theory]
    [InlineData(true, 90, 30, 120)]
    [InlineData(false, 60, 0, 60)]
    public void The_request_is_answered_with_that_and_with_what_is_known_of_its_substation(
        bool isKnown, decimal load, decimal before, decimal rating)
    {
        _dispatcher.Enlist(Report(Asked, 100, 0), Noon);
        if (isKnown)
            _dispatcher.Enlist(Report(Elsewhere, 120, 90), Noon);

        var effects = Found(Place("first"));

        var accepted = Assert.IsType<ChargeOutcome.Accepted>(Assert.Single(effects.OfType<Answer>()).Outcome);
        Assert.Equal(
            (Elsewhere, load, before, rating),
            (accepted.Session.Substation, accepted.Load.Value, accepted.LoadBefore.Value, accepted.Rating.Value));
    }

    [Fact]
    public void Whoever_asks_again_is_sent_to_the_session_that_stands()
    {
        _dispatcher.Enlist(Report(Asked, 100, 0), Noon);
        _dispatcher.Enlist(Report(Elsewhere, 120, 90), Noon);
        Found(Place("first"));

        Assert.Equal(Elsewhere, Place("again").To);
    }

    private SendStart Place(string gateway) => Assert.IsType<SendStart>(Assert.Single(
        _dispatcher.Place(new Ticket(gateway, 1), Request, Noon + TimeSpan.FromSeconds(10), Noon)));

    private IReadOnlyList<IDispatcherEffect> Found(SendStart start)
    {
        var session = new ChargingSession(
            Request, Elsewhere, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), EndedAt: null);
        var report = Report(Asked, 100, 0) with { Sequence = 2, LastApplied = start.Message.Number };
        return _dispatcher.Started(new SessionStarted(start.Message.Number, session, report), Noon);
    }

    private static LoadReport Report(SubstationId id, decimal rating, decimal load) => new(
        id,
        "node1",
        TestSubstation.Epoch,
        1,
        Kilowatts.FromMilliwatts((long)(load * 1_000_000)),
        Kilowatts.Of(rating),
        Kilowatts.Of(rating),
        load > 0 ? 1 : 0,
        0,
        Noon,
        [],
        0);
}
