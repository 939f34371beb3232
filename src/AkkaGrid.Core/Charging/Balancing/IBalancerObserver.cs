namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>Follows a balancer for metrics and logs. Nothing that it does changes what the balancer decides.</summary>
public interface IBalancerObserver
{
    /// <summary>A term has begun to serve.</summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="substations">How many substations it has claimed.</param>
    /// <param name="now">The time.</param>
    void TermStarted(FencingEpoch epoch, int substations, DateTimeOffset now);

    /// <summary>A term serves no longer.</summary>
    void TermEnded();

    /// <summary>The balancer has stepped down because a newer one serves.</summary>
    /// <param name="epoch">Its own epoch.</param>
    /// <param name="newer">The epoch of the newer one.</param>
    void SteppedDown(FencingEpoch epoch, FencingEpoch newer);

    /// <summary>
    /// The balancer was paused for so long that another may have taken over, and claims the substations again.
    /// </summary>
    /// <param name="epoch">The epoch that ends with it.</param>
    /// <param name="pause">How long nothing reached it.</param>
    void Paused(FencingEpoch epoch, TimeSpan pause);

    /// <summary>A second node hosts a substation of a name that is claimed already: it is not used.</summary>
    /// <param name="substation">The name.</param>
    /// <param name="node">The second node.</param>
    /// <param name="owner">Where the substation is that has been claimed.</param>
    void NameConflict(SubstationId substation, string node, string owner);

    /// <summary>A request has arrived that is not under way.</summary>
    void RequestArrived();

    /// <summary>A start has been sent to a substation.</summary>
    void StartSent();

    /// <summary>A request has been answered.</summary>
    void Answered(ChargeOutcome outcome);

    /// <summary>A request has been answered for good, at all gateways that asked.</summary>
    void Closed(RequestClosed closed, DateTimeOffset now);

    /// <summary>A forecast that a refused client was given has been measured.</summary>
    void ForecastMeasured(TimeSpan error);

    /// <summary>A substation that this balancer has claimed has reported its load.</summary>
    void Reported(LoadReport report, DateTimeOffset now);
}
