using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using OutcomeCase = AkkaGrid.Charging.Wire.Proto.RequestAnsweredWire.OutcomeOneofCase;

namespace AkkaGrid.Charging.Wire;

/// <summary>The messages between gateways and the balancer, on the wire.</summary>
internal static class GatewayWire
{
    // 64 candidates take about 4 kB: enough to explain a decision, small enough for any frame.
    private const int MaxCandidates = 64;
    private const int MaxCandidatesOfMany = 8;

    public static void AddTo(WireTable table)
    {
        table.Add("q", message => new GatewayAnnouncementWire { Gateway = message.Gateway },
            GatewayAnnouncementWire.Parser, wire => new GatewayAnnouncement(wire.Gateway));
        table.Add("b",
            message =>
                new BalancerAnnouncementWire { Epoch = Parts.Epoch(message.Epoch), Clock = Parts.Time(message.Clock) },
            BalancerAnnouncementWire.Parser,
            wire => new BalancerAnnouncement(Parts.Epoch(wire.Epoch), Parts.Time(wire.Clock)));
        table.Add("B", message => new BalancerSteppedDownWire { Epoch = Parts.Epoch(message.Epoch) },
            BalancerSteppedDownWire.Parser, wire => new BalancerSteppedDown(Parts.Epoch(wire.Epoch)));
        table.Add("p", Place, PlaceRequestWire.Parser, Place);
        table.Add("w",
            message => new WithdrawRequestWire
            {
                Gateway = message.Ticket.Gateway,
                Number = message.Ticket.Number,
                Session = Parts.Id(message.Session),
            },
            WithdrawRequestWire.Parser,
            wire => new WithdrawRequest(new Ticket(wire.Gateway, wire.Number), Parts.Id(wire.Session)));
        table.Add("u", message => new GetQueueWire(), GetQueueWire.Parser, _ => new GetQueue());
        table.Add("U", Shown, QueueShownWire.Parser, Shown);
        table.Add("P", Answered, RequestAnsweredWire.Parser, Answered);
        table.Add("v", message => new GetServiceWire(), GetServiceWire.Parser, _ => new GetService());
        table.Add("V", Service, ServiceShownWire.Parser, Service);
        table.Add("d", message => new GetDecisionWire { Session = Parts.Id(message.Session) },
            GetDecisionWire.Parser, wire => new GetDecision(Parts.Id(wire.Session)));
        table.Add("D", Explained, DecisionExplainedWire.Parser, Explained);
    }

    private static PlaceRequestWire Place(PlaceRequest message) => new()
    {
        Gateway = message.Ticket.Gateway,
        Number = message.Ticket.Number,
        Request = Parts.Request(message.Request),
        ExpiresAt = Parts.Time(message.ExpiresAt),
        Waited = message.WaitBudget.Waited.Ticks,
        MayWait = message.WaitBudget.Left.Ticks,
    };

    private static PlaceRequest Place(PlaceRequestWire wire) =>
        new(new Ticket(wire.Gateway, wire.Number), Parts.Request(wire.Request), Parts.Time(wire.ExpiresAt),
            new WaitBudget(TimeSpan.FromTicks(wire.Waited), TimeSpan.FromTicks(wire.MayWait)));

    private static QueueShownWire Shown(QueueShown message)
    {
        var wire = new QueueShownWire();
        wire.Requests.AddRange(message.Requests.Select(request =>
        {
            var shown = new WaitingRequestWire
            {
                Session = Parts.Id(request.Session),
                Vehicle = request.Vehicle.Value,
                AmountMw = request.Amount.Milliwatts,
                Priority = Parts.Code<Priority, PriorityCode>(request.Priority),
                Position = request.Position,
                Waited = request.Waited.Ticks,
            };
            if (request.ExpectedIn is { } expected)
                shown.ExpectedIn = expected.Ticks;
            return shown;
        }));
        return wire;
    }

    private static QueueShown Shown(QueueShownWire wire) => new([.. wire.Requests.Select(request => new WaitingRequest(
        Parts.Id(request.Session),
        VehicleId.Of(request.Vehicle),
        Parts.Power(request.AmountMw),
        Parts.Value<Priority, PriorityCode>(request.Priority),
        request.Position,
        TimeSpan.FromTicks(request.Waited),
        request.HasExpectedIn ? TimeSpan.FromTicks(request.ExpectedIn) : null))]);

    private static RequestAnsweredWire Answered(RequestAnswered message)
    {
        var wire = new RequestAnsweredWire { Number = message.Number };
        switch (message.Outcome)
        {
            case ChargeOutcome.Accepted accepted:
                wire.Accepted = new AcceptedWire
                {
                    Session = Parts.Session(accepted.Session),
                    LoadBeforeMw = accepted.LoadBefore.Milliwatts,
                    LoadMw = accepted.Load.Milliwatts,
                    RatingMw = accepted.Rating.Milliwatts,
                    Replay = accepted.IsReplay,
                };
                break;
            case ChargeOutcome.NoCapacity full:
                wire.NoCapacity = new NoCapacityWire
                {
                    RetryAfter = full.RetryAfter.Ticks,
                    LargestFreeMw = full.LargestFree.Milliwatts,
                    WithoutSubstation = full.IsWithoutSubstation,
                };
                break;
            case ChargeOutcome.Curtailed curtailed:
                wire.Curtailed = new CurtailedWire
                {
                    RetryAfter = curtailed.RetryAfter.Ticks,
                    LargestLimitMw = curtailed.LargestLimit.Milliwatts,
                    LargestFreeMw = curtailed.LargestFree.Milliwatts,
                };
                break;
            case ChargeOutcome.ExceedsLargestSubstation exceeds:
                wire.ExceedsLargestMw = exceeds.LargestRating.Milliwatts;
                break;
            case ChargeOutcome.KeyReused reused:
                wire.KeyReusedBy = Parts.Id(reused.Session);
                break;
            case ChargeOutcome.VehicleCharging charging:
                wire.VehicleCharging = new VehicleChargingWire { Session = Parts.Id(charging.Session) };
                if (charging.Substation is { } at)
                    wire.VehicleCharging.Substation = at.Value;
                break;
            case ChargeOutcome.NotRecorded failed:
                wire.NotRecordedAt = failed.Substation.Value;
                break;
            case ChargeOutcome.BalancerUnavailable:
                wire.BalancerUnavailable = true;
                break;
            case ChargeOutcome.Overloaded:
                wire.Overloaded = true;
                break;
            default:
                throw new InvalidOperationException(
                    $"{message.Outcome.GetType().Name} is an outcome that only a gateway may report");
        }

        return wire;
    }

    private static RequestAnswered Answered(RequestAnsweredWire wire) => new(wire.Number, wire.OutcomeCase switch
    {
        OutcomeCase.Accepted => new ChargeOutcome.Accepted(
            Parts.Session(wire.Accepted.Session),
            Parts.Power(wire.Accepted.LoadBeforeMw),
            Parts.Power(wire.Accepted.LoadMw),
            Parts.Power(wire.Accepted.RatingMw))
        {
            IsReplay = wire.Accepted.Replay,
        },
        OutcomeCase.NoCapacity => new ChargeOutcome.NoCapacity(
            TimeSpan.FromTicks(wire.NoCapacity.RetryAfter), Parts.Power(wire.NoCapacity.LargestFreeMw))
        {
            IsWithoutSubstation = wire.NoCapacity.WithoutSubstation,
        },
        OutcomeCase.Curtailed => new ChargeOutcome.Curtailed(
            TimeSpan.FromTicks(wire.Curtailed.RetryAfter),
            Parts.Power(wire.Curtailed.LargestLimitMw),
            Parts.Power(wire.Curtailed.LargestFreeMw)),
        OutcomeCase.ExceedsLargestMw => new ChargeOutcome.ExceedsLargestSubstation(Parts.Power(wire.ExceedsLargestMw)),
        OutcomeCase.KeyReusedBy => new ChargeOutcome.KeyReused(Parts.Id(wire.KeyReusedBy)),
        OutcomeCase.VehicleCharging => new ChargeOutcome.VehicleCharging(
            Parts.Id(wire.VehicleCharging.Session),
            wire.VehicleCharging.HasSubstation ? SubstationId.Of(wire.VehicleCharging.Substation) : null),
        OutcomeCase.NotRecordedAt => new ChargeOutcome.NotRecorded(SubstationId.Of(wire.NotRecordedAt)),
        OutcomeCase.BalancerUnavailable => new ChargeOutcome.BalancerUnavailable(),
        OutcomeCase.Overloaded => new ChargeOutcome.Overloaded(),
        _ => throw new InvalidDataException("An answer without an outcome"),
    });

    private static ServiceShownWire Service(ServiceShown message)
    {
        var wire = new ServiceShownWire();
        wire.Decisions.AddRange(
            message.Decisions.Select(decision => Decisions.Write(decision.With(MaxCandidatesOfMany))));
        if (message.Refused is not { } refused)
            return wire;
        wire.RefusedPower = refused.Power;
        if (refused.PooledPower is { } pooled)
            wire.PooledPower = pooled;
        return wire;
    }

    private static ServiceShown Service(ServiceShownWire wire) => new(
        [.. wire.Decisions.Select(Decisions.Read)],
        wire.HasRefusedPower
            ? new RefusedShares(wire.RefusedPower, wire.HasPooledPower ? wire.PooledPower : null)
            : null);

    private static DecisionExplainedWire Explained(DecisionExplained message)
    {
        var wire = new DecisionExplainedWire { Session = Parts.Id(message.Session) };
        if (message.Decision is { } decision)
            wire.Decision = Decisions.Write(decision.With(MaxCandidates));
        return wire;
    }

    private static DecisionExplained Explained(DecisionExplainedWire wire) =>
        new(Parts.Id(wire.Session), wire.Decision is { } decision ? Decisions.Read(decision) : null);
}
