namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>Observes a balancer for metrics and logs. It never changes what the balancer decides.</summary>
public interface IBalancerObserver
{
    /// <summary>A term has begun to serve.</summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="substations">How many substations it has claimed.</param>
    /// <param name="now">The time.</param>
    void TermStarted(FencingEpoch epoch, int substations, DateTimeOffset now);

    /// <summary>A term has ended.</summary>
    void TermEnded();

    /// <summary>The balancer has stepped down because a newer one serves.</summary>
    /// <param name="epoch">Its own epoch.</param>
    /// <param name="newer">The epoch of the newer one.</param>
    void SteppedDown(FencingEpoch epoch, FencingEpoch newer);

    /// <summary>
    /// The balancer was paused for so long that another may have taken over, and it claims the substations again.
    /// </summary>
    /// <param name="epoch">The epoch of the term that ends.</param>
    /// <param name="pause">How long the balancer received no input.</param>
    void Paused(FencingEpoch epoch, TimeSpan pause);

    /// <summary>
    /// A second node hosts a substation with a name that is already claimed: the second one is not used.
    /// </summary>
    /// <param name="substation">The name.</param>
    /// <param name="node">The second node.</param>
    /// <param name="owner">The node of the claimed substation.</param>
    void NameConflict(SubstationId substation, string node, string owner);

    /// <summary>A new request has arrived.</summary>
    void RequestArrived();

    /// <summary>A start has been sent to a substation.</summary>
    void StartSent();

    /// <summary>A request has been answered.</summary>
    void Answered(ChargeOutcome outcome);

    /// <summary>A request has been closed: every gateway that asked has its answer.</summary>
    void Closed(RequestClosed closed, DateTimeOffset now);

    /// <summary>The error of a forecast that a refused client was given is known.</summary>
    void ForecastMeasured(TimeSpan error);

    /// <summary>A substation that this balancer has claimed has reported its load.</summary>
    void Reported(LoadReport report, DateTimeOffset now);
}
