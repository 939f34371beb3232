using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A dispatcher, with what gateways and substations send to it.</summary>
public abstract class DispatcherSteps
{
    private protected static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private protected static readonly FencingEpoch Epoch = TestSubstation.Epoch;

    private long _sequence = 1;
    private long _tickets;

    private protected Dispatcher Dispatcher { get; } = Create(complete: true);

    private protected static Dispatcher Create(bool complete)
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

    private protected static SendStart Sent(IReadOnlyList<IDispatcherEffect> effects) =>
        Assert.IsType<SendStart>(Assert.Single(effects));

    private protected static ChargeOutcome Answer(IReadOnlyList<IDispatcherEffect> effects) =>
        Assert.Single(effects.OfType<Answer>()).Outcome;

    private protected static Kilowatts Power(decimal kilowatts) =>
        Kilowatts.FromMilliwatts((long)(kilowatts * 1_000_000));

    private protected Ticket Ticket() => new("gateway", ++_tickets);

    private protected void Enlist(string id, decimal load, decimal limit) =>
        Dispatcher.Enlist(Report(id, load, limit), Noon);

    private protected IReadOnlyList<IDispatcherEffect> Place(
        string key, decimal kilowatts, DateTimeOffset? now = null, decimal? minimum = null) =>
        Dispatcher.Place(
            Ticket(),
            TestSubstation.Request(key, kilowatts, minimum: minimum),
            (now ?? Noon) + TimeSpan.FromSeconds(10),
            now ?? Noon);

    private protected IReadOnlyList<IDispatcherEffect> Refuse(
        SendStart sent, StartRefusal reason, decimal load, decimal limit) =>
        Dispatcher.Refused(
            new StartRefused(
                sent.Message.Number, sent.Message.Request.SessionId, reason,
                Report(sent.To.Value, load, limit, sent.Message.Number)),
            Noon);

    private protected IReadOnlyList<IDispatcherEffect> Start(SendStart sent, decimal load = 50)
    {
        var session = new ChargingSession(
            sent.Message.Request, sent.To, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), null);
        return Dispatcher.Started(
            new SessionStarted(sent.Message.Number, session, Report(sent.To.Value, load, 90, sent.Message.Number)),
            Noon);
    }

    private protected LoadReport Report(
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
