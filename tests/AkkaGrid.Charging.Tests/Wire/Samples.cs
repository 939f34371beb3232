using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Tests.Wire;

/// <summary>At least one of every message, with every field set; the golden bytes are of these.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly SubstationId Substation = SubstationId.Of("substation_1");
    public static readonly FencingEpoch Epoch = new(7, "node2");

    public static readonly ChargeRequest Request =
        new(IdempotencyKey.Of("a-key"), VehicleId.Of("EV_1234"), Kilowatts.Of(22.5m), Priority.High);

    public static readonly ChargeRequest Modest = Request with { Minimum = Kilowatts.Of(7) };

    public static readonly ChargingSession Session = new(
        Request, Substation, SessionState.Completed, Noon, Noon + TimeSpan.FromSeconds(10), Noon
            + TimeSpan.FromSeconds(4));

    public static readonly Decision Decision = new(
        Session.Id, Noon, Epoch, "best-fit", Kilowatts.Of(22.5m), Substation,
        [new Candidate(Substation, Kilowatts.Of(12), Kilowatts.Of(10), Kilowatts.Of(70), TimeSpan.FromSeconds(0.4))],
        Kilowatts.Of(10));

    public static readonly LoadReport Report = new(
        Substation, "node1", Epoch, 42, Kilowatts.Of(22.5m), Kilowatts.Of(80), Kilowatts.Of(70), 1, 9, Noon,
        [new Release(Noon + TimeSpan.FromSeconds(10), Kilowatts.Of(22.5m))], 3);

    public static readonly LimitEvent Limiting = new(Noon, TimeSpan.FromMinutes(15), Kilowatts.Of(40));

    public static readonly SubstationControls Controls =
        new() { Capacity = Kilowatts.Of(90), Draining = true, Events = [Limiting] };

    public static readonly LoadReport Curtailed = Report with
    {
        Draining = true,
        NextLimits = [new LimitStep(Noon + TimeSpan.FromMinutes(15), Kilowatts.Of(80))],
    };

    public static IReadOnlyList<IChargingMessage> All { get; } =
    [
        Report,
        Curtailed,
        Report with { LimitedBy = Limiting },
        new Claim(Epoch),
        new StartSession(Epoch, 9, Request, Noon + TimeSpan.FromSeconds(14)),
        new StartSession(Epoch, 9, Modest, Noon + TimeSpan.FromSeconds(14)) { AtLeast = Kilowatts.Of(7) },
        new StartSession(Epoch, 9, Request, Noon + TimeSpan.FromSeconds(14)) { Decision = Decision },
        new CancelSession(Session.Id),
        new GetSession(Session.Id),
        new SessionShown(Session.Id, null),
        new SessionShown(Session.Id, Session),
        new GetLoad(3),
        new Claimed(Epoch, Report, 1, 2, [new KnownSession(Session.Id, TimeSpan.FromSeconds(6))]),
        new Claimed(Epoch, Report, 1, 2, [new KnownSession(Session.Id, TimeSpan.FromSeconds(6))
        {
            Vehicle = VehicleTag.Of(Request.Vehicle)
        }]),
        new Claimed(Epoch, Report, 0, 2, []) { Decisions = [Decision] },
        new ClaimRefused(Substation, Epoch, new FencingEpoch(8, "node3")),
        new SessionStarted(9, Session with { State = SessionState.Active, EndedAt = null }, Report),
        new SessionStarted(9, Session with { Request = Modest, Granted = Kilowatts.Of(11) }, Report),
        new StartRefused(9, Session.Id, StartRefusal.NoCapacity, Report),
        new SessionCancelled(Session),
        new SessionCancelled(Session with { Decision = Decision }),
        new CancelRefused(Session.Id, CancelRefusal.NotRecorded),
        new ChangeControls(new CapacityChange(Kilowatts.Of(90)), null),
        new ChangeControls(new CapacityChange(null), false),
        new ChangeControls(null, true),
        new AddLimitEvent(Noon, TimeSpan.FromMinutes(15), Kilowatts.Of(40)),
        new AddLimitEvent(null, TimeSpan.FromMinutes(15), Kilowatts.Zero),
        new AddLimitEvent(null, LimitEvent.Unlimited, Kilowatts.Zero) { Name = "evening peak" },
        new EndLimitEvent(Limiting.Id),
        new GetLimitEvents(),
        new LimitEventsShown(
            Substation,
            [
                Limiting,
                LimitEvent.Named(Noon, LimitEvent.Unlimited, Kilowatts.Zero, "evening peak") with
                {
                    IsBegun = true,
                    Id = "0f8f"
                }
            ],
            Noon),
        new ControlsChanged(Report),
        new ControlsChanged(Report) { Event = Limiting.Id },
        new ControlsRefused(Substation, ControlsRefusal.TooManyEvents),
        new ControlsRefused(Substation, ControlsRefusal.UnknownEvent),
        GetHost.Instance,
        new HostAnnouncement("node1", Epoch, [Substation, SubstationId.Of("substation_2")]),
        new GatewayAnnouncement("desk"),
        new BalancerAnnouncement(Epoch, Noon),
        new BalancerSteppedDown(Epoch),
        new PlaceRequest(new Ticket("desk", 5), Request, Noon + TimeSpan.FromSeconds(14), WaitBudget.None),
        new PlaceRequest(
            new Ticket("desk", 5),
            Request,
            Noon + TimeSpan.FromSeconds(14),
            new WaitBudget(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(28))),
        new WithdrawRequest(new Ticket("desk", 5), Session.Id),
        new GetQueue(),
        new QueueShown(
        [
            new WaitingRequest(
                Session.Id,
                Request.Vehicle,
                Request.Amount,
                Request.Priority,
                1,
                TimeSpan.FromSeconds(2),
                TimeSpan.FromSeconds(5)),
            new WaitingRequest(
                Session.Id, Request.Vehicle, Request.Amount, Request.Priority, 2, TimeSpan.FromSeconds(1), null),
        ]),
        new RequestAnswered(5, new ChargeOutcome.Accepted(
            Session, Kilowatts.Of(10), Kilowatts.Of(32.5m), Kilowatts.Of(80))),
        new RequestAnswered(5, new ChargeOutcome.Accepted(
            Session, Kilowatts.Of(10), Kilowatts.Of(32.5m), Kilowatts.Of(80)) { IsReplay = true }),
        new RequestAnswered(5, new ChargeOutcome.VehicleCharging(Session.Id, Substation)),
        new RequestAnswered(5, new ChargeOutcome.VehicleCharging(Session.Id, null)),
        new RequestAnswered(5, new ChargeOutcome.NoCapacity(TimeSpan.FromSeconds(3), Kilowatts.Of(3))),
        new RequestAnswered(
            5, new ChargeOutcome.NoCapacity(TimeSpan.FromSeconds(3), Kilowatts.Zero) { IsWithoutSubstation = true }),
        new RequestAnswered(5, new ChargeOutcome.Curtailed(TimeSpan.FromSeconds(3), Kilowatts.Of(40), Kilowatts.Of(3))),
        new RequestAnswered(5, new ChargeOutcome.ExceedsLargestSubstation(Kilowatts.Of(120))),
        new RequestAnswered(5, new ChargeOutcome.KeyReused(Session.Id)),
        new RequestAnswered(5, new ChargeOutcome.NotRecorded(Substation)),
        new RequestAnswered(5, new ChargeOutcome.BalancerUnavailable()),
        new RequestAnswered(5, new ChargeOutcome.Overloaded()),
        new GetDecision(Session.Id),
        new DecisionExplained(Session.Id, null),
        new DecisionExplained(Session.Id, Decision),
        new GetService(),
        new ServiceShown([], null),
        new ServiceShown(
            [
                new Decision(
                    Session.Id, Noon, Epoch, "best-fit", Kilowatts.Of(22.5m), null,
                    [new Candidate(
                        Substation, Kilowatts.Of(60), Kilowatts.Of(60), Kilowatts.Of(70), TimeSpan.FromSeconds(0.4))]),
            ],
            new RefusedShares(0.25, 0.125)),
    ];
}
