using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>
/// One term of a balancer: its epoch, its <see cref="Dispatcher"/>, and the execution of that dispatcher's effects.
/// </summary>
/// <remarks>
/// An effect may show that a newer balancer serves. Then the newer epoch is returned, and the effects that follow are
/// dropped.
/// </remarks>
internal sealed class TermDispatch<TActor>(
    FencingEpoch epoch,
    Dispatcher dispatcher,
    Takeover<TActor> takeover,
    GatewayTable<TActor> gateways,
    IBalancerShell<TActor> shell,
    IBalancerObserver observer)
    where TActor : notnull
{
    public FencingEpoch Epoch => epoch;

    public Dispatcher Dispatcher => dispatcher;

    public BalancerAnnouncement Announcement(DateTimeOffset now) => new(epoch, now);

    /// <summary>Announces to all gateways that this term serves.</summary>
    public void Begin(DateTimeOffset now)
    {
        observer.TermStarted(epoch, takeover.Owners.Count, now);
        SendToGateways(Announcement(now));
    }

    /// <summary>Informs all gateways that this term has ended.</summary>
    public void End()
    {
        observer.TermEnded();
        SendToGateways(new BalancerSteppedDown(epoch));
    }

    /// <summary>Handles one page of a substation's answer to the claim of this term.</summary>
    public void Claimed(Claimed page, TActor from, NodeAddress node, DateTimeOffset now)
    {
        var substation = page.Report.Substation;
        var progress = takeover.Add(page, from, node);
        if (progress == ClaimProgress.Conflict)
            observer.NameConflict(substation, page.Report.Node, takeover.Owners[substation].Node.Value);
        if (progress is ClaimProgress.Conflict or ClaimProgress.Repeated)
            return;
        dispatcher.Know(page.Decisions);
        dispatcher.Know(substation, page.Sessions, now);
        if (progress == ClaimProgress.Complete)
            dispatcher.Enlist(page.Report, now);
    }

    public FencingEpoch? Place(PlaceRequest place, DateTimeOffset now)
    {
        // Gateways send a waiting request again each second: that is the same request.
        if (!dispatcher.IsOpen(place.Request.SessionId))
            observer.RequestArrived();
        return Execute(dispatcher.Place(place.Ticket, place.Request, place.ExpiresAt, now, place.WaitBudget), now);
    }

    public FencingEpoch? Withdraw(WithdrawRequest withdraw, DateTimeOffset now) =>
        Execute(dispatcher.Withdraw(withdraw.Ticket, withdraw.Session), now);

    public FencingEpoch? WithdrawAll(IEnumerable<string> gateways, DateTimeOffset now) =>
        Execute([.. gateways.SelectMany(dispatcher.Withdraw)], now);

    public FencingEpoch? Reported(LoadReport report, DateTimeOffset now)
    {
        observer.Reported(report, now);
        return Execute(dispatcher.Reported(report, now), now);
    }

    public FencingEpoch? Replied(ISubstationReply reply, DateTimeOffset now) => Execute(
        reply switch
        {
            SessionStarted started => dispatcher.Started(started, now),
            StartRefused refused => dispatcher.Refused(refused, now),
            SessionShown shown => dispatcher.Shown(shown, now),
            _ => throw new ArgumentOutOfRangeException(
                nameof(reply), reply.GetType().Name, "Not an answer to a dispatcher"),
        },
        now);

    public FencingEpoch? Tick(DateTimeOffset now) => Execute(dispatcher.Tick(now), now);

    private FencingEpoch? Execute(IReadOnlyList<IDispatcherEffect> effects, DateTimeOffset now)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SendStart send:
                    observer.StartSent();
                    Send(send.To, send.Message);
                    break;
                case SendProbe send:
                    Send(send.To, send.Message);
                    break;
                case AskSession ask:
                    Send(ask.To, ask.Message);
                    break;
                case Answer answer:
                    observer.Answered(answer.Outcome);
                    if (gateways.TryFind(answer.To.Gateway, out var gateway))
                        shell.Send(gateway, new RequestAnswered(answer.To.Number, answer.Outcome));
                    break;
                case RequestClosed closed:
                    observer.Closed(closed, now);
                    break;
                case ForecastMeasured measured:
                    observer.ForecastMeasured(measured.Error);
                    break;
                case ClaimAgain again:
                    takeover.Release(again.Substation);
                    break;
                case EpochSuperseded superseded:
                    return superseded.Epoch;
                default:
                    throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}");
            }
        }

        return null;
    }

    private void Send(SubstationId to, ISubstationCommand message)
    {
        if (takeover.Owners.TryGetValue(to, out var owner))
            shell.Send(owner.Actor, message);
    }

    private void SendToGateways(IGatewayMessage message)
    {
        foreach (var gateway in gateways.Actors)
            shell.Send(gateway, message);
    }
}
