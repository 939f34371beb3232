namespace AkkaGrid.Core.Charging;

/// <summary>The outcome of a charge request.</summary>
public abstract record ChargeOutcome
{
    private ChargeOutcome()
    {
    }

    /// <summary>The session runs, or has run, and is recorded.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="LoadBefore">The substation's load without it.</param>
    /// <param name="Load">The substation's load.</param>
    /// <param name="Rating">The substation's rating.</param>
    public sealed record Accepted(ChargingSession Session, Kilowatts LoadBefore, Kilowatts Load, Kilowatts Rating)
        : ChargeOutcome
    {
        /// <summary>Whether the key had a session before this request arrived.</summary>
        public bool IsReplay { get; init; }
    }

    /// <summary>It fits no substation now.</summary>
    /// <param name="RetryAfter">When it is expected to fit, given the sessions that run now.</param>
    /// <param name="LargestFree">The largest free power of any substation.</param>
    public sealed record NoCapacity(TimeSpan RetryAfter, Kilowatts LargestFree) : ChargeOutcome
    {
        /// <summary>Whether no substation is known, or none has reported recently.</summary>
        public bool IsWithoutSubstation { get; init; }
    }

    /// <summary>It exceeds the limit of every substation while demand-response events are in force.</summary>
    /// <param name="RetryAfter">When it is expected to fit, given those events and the sessions that run now.</param>
    /// <param name="LargestLimit">The largest current limit of any substation.</param>
    /// <param name="LargestFree">The largest free power of any substation.</param>
    public sealed record Curtailed(TimeSpan RetryAfter, Kilowatts LargestLimit, Kilowatts LargestFree) : ChargeOutcome;

    /// <summary>
    /// It exceeds the rating of every substation, present or absent, and all present ones have confirmed that: it will
    /// never fit.
    /// </summary>
    /// <param name="LargestRating">The largest rating.</param>
    public sealed record ExceedsLargestSubstation(Kilowatts LargestRating) : ChargeOutcome;

    /// <summary>The idempotency key was used for another request.</summary>
    /// <param name="Session">The session of that request.</param>
    public sealed record KeyReused(SessionId Session) : ChargeOutcome;

    /// <summary>The vehicle has a session, or a request in progress, and may have only one.</summary>
    /// <param name="Session">That session, which may not have started yet.</param>
    /// <param name="Substation">
    /// Its substation, or the one that its start was sent to; null where no start was sent.
    /// </param>
    public sealed record VehicleCharging(SessionId Session, SubstationId? Substation) : ChargeOutcome;

    /// <summary>The session could not be recorded. It does not run, unless its record is found later.</summary>
    /// <param name="Substation">The substation that could not record it.</param>
    public sealed record NotRecorded(SubstationId Substation) : ChargeOutcome;

    /// <summary>No balancer was available to decide the request; no session was started.</summary>
    public sealed record BalancerUnavailable : ChargeOutcome;

    /// <summary>The limit of held or open requests is reached; no session was started.</summary>
    public sealed record Overloaded : ChargeOutcome;

    /// <summary>No answer arrived in time; the session may or may not run.</summary>
    /// <param name="Session">The session to look for.</param>
    public sealed record Unknown(SessionId Session) : ChargeOutcome;
}
