using Akka.Actor;
using Akka.Event;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Balancing;

/// <summary>The reign of one epoch: has its <see cref="Dispatcher"/> decide, and does what that decides.</summary>
/// <remarks>What it does may show that another balancer rules: then its epoch is given back, and nothing further is done.</remarks>
internal sealed class Reign(
    FencingEpoch epoch, Dispatcher dispatcher, Takeover takeover, Desks desks, ChargingFeature feature, SteadyClock clock)
{
    private ServiceWatch? _service;

    public FencingEpoch Epoch => epoch;

    /// <summary>What is known of the substations and requests.</summary>
    public Dispatcher Dispatcher => dispatcher;

    /// <summary>What was refused of late; null where nothing came, or nothing has been read yet.</summary>
    public RefusedShares? Refused => _service?.Refused;

    /// <summary>From now on it serves.</summary>
    public void Begin()
    {
        _service = new ServiceWatch(feature.Metrics.Blocking, clock.Now);
        feature.Metrics.Serving(true);
        desks.TellAll(Greeting());
    }

    /// <summary>It serves no longer.</summary>
    public void End()
    {
        feature.Metrics.Serving(false);
        desks.TellAll(new BalancerGone(epoch));
    }

    public BalancerHere Greeting() => new(epoch, clock.Now);

    public FencingEpoch? Place(PlaceRequest place)
    {
        // Desks ask each second for what waits: that is the same request.
        if (!dispatcher.IsOpen(place.Request.SessionId))
            feature.Metrics.Requested();
        var began = feature.Time.GetTimestamp();
        var effects = dispatcher.Place(place.Ticket, place.Request, place.ExpiresAt, clock.Now, place.Patience);
        feature.Metrics.Decided(feature.Time.GetElapsedTime(began));
        return Apply(effects);
    }

    /// <summary>Takes a page of what a substation tells of its sessions.</summary>
    public void Enlist(Claimed claimed, IActorRef from, Address at, ILoggingAdapter log)
    {
        var now = clock.Now;
        var substation = claimed.Report.Substation;
        var progress = takeover.Take(claimed, from, at);
        if (progress is ClaimProgress.Complete or ClaimProgress.Partial)
            dispatcher.Know(claimed.Decisions);
        switch (progress)
        {
            case ClaimProgress.Conflict:
                log.Error(
                    "Substation {0} of node {1} is refused: {2} owns that name",
                    substation, claimed.Report.Node, takeover.Owners[substation].At);
                break;
            case ClaimProgress.Complete:
                dispatcher.Know(substation, claimed.Sessions, now);
                dispatcher.Enlist(claimed.Report, now);
                break;
            case ClaimProgress.Partial:
                dispatcher.Know(substation, claimed.Sessions, now);
                break;
            case ClaimProgress.Again:
                break;
        }
    }

    public FencingEpoch? Withdraw(IEnumerable<string> gone) => Apply([.. gone.SelectMany(dispatcher.Withdraw)]);

    public FencingEpoch? Hear(LoadReport report)
    {
        feature.Metrics.Reported(report, clock.Now);
        return Apply(dispatcher.Reported(report, clock.Now));
    }

    public FencingEpoch? Tick()
    {
        var now = clock.Now;
        if (Apply(dispatcher.Tick(now)) is { } ruling)
            return ruling;
        feature.Metrics.Waiting(dispatcher.WaitingRequests);
        feature.Metrics.ShowReportAges(now);
        _service?.Tick(dispatcher, now);
        return null;
    }

    public FencingEpoch? Apply(IReadOnlyList<IDispatcherEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SendStart send:
                    feature.Metrics.Reserved();
                    Send(send.To, send.Message);
                    break;
                case SendProbe send:
                    Send(send.To, send.Message);
                    break;
                case AskSession ask:
                    Send(ask.To, ask.Message);
                    break;
                case Answer answer:
                    feature.Metrics.Answered(answer.Outcome);
                    desks.Answer(answer.To, answer.Outcome);
                    break;
                case RequestClosed closed:
                    _service?.Count(closed, clock.Now);
                    break;
                case ForecastSettled settled:
                    feature.Metrics.ForecastSettled(settled.Error);
                    break;
                case ClaimAgain again:
                    takeover.Release(again.Substation);
                    break;
                case ReignLost lost:
                    return lost.Epoch;
                default:
                    throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}");
            }
        }

        return null;
    }

    private void Send(SubstationId to, ISubstationCommand message)
    {
        if (takeover.Owners.TryGetValue(to, out var owner))
            owner.Ref.Tell(message);
    }
}
