namespace AkkaGrid.Core.Charging;

/// <summary>How a charge request ended.</summary>
public abstract record ChargeOutcome
{
    private ChargeOutcome()
    {
    }

    /// <summary>The session runs, or has run, and is on record.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="LoadBefore">The substation's load without it.</param>
    /// <param name="Load">The substation's load.</param>
    /// <param name="Rating">What the substation is built for.</param>
    public sealed record Accepted(ChargingSession Session, Kilowatts LoadBefore, Kilowatts Load, Kilowatts Rating)
        : ChargeOutcome
    {
        /// <summary>Whether the key had its session before the request came.</summary>
        public bool IsReplay { get; init; }
    }

    /// <summary>It fits nowhere now.</summary>
    /// <param name="RetryAfter">When it will fit, as far as the sessions that run now tell.</param>
    /// <param name="LargestFree">The most that one substation has free.</param>
    public sealed record NoCapacity(TimeSpan RetryAfter, Kilowatts LargestFree) : ChargeOutcome
    {
        /// <summary>Whether that is because no substation is known, or none has been heard of lately.</summary>
        public bool IsWithoutSubstation { get; init; }
    }

    /// <summary>It is larger than what any substation may give while demand-response events are in force.</summary>
    /// <param name="RetryAfter">When it will fit, as far as those events and the sessions that run now tell.</param>
    /// <param name="LargestLimit">The most that one substation may give now.</param>
    /// <param name="LargestFree">The most that one substation has free.</param>
    public sealed record Curtailed(TimeSpan RetryAfter, Kilowatts LargestLimit, Kilowatts LargestFree) : ChargeOutcome;

    /// <summary>
    /// It is larger than any substation, present or absent, and all that are present have confirmed that: it will never
    /// fit.
    /// </summary>
    /// <param name="LargestRating">The rating of the largest.</param>
    public sealed record ExceedsLargestSubstation(Kilowatts LargestRating) : ChargeOutcome;

    /// <summary>The idempotency key belongs to another request.</summary>
    /// <param name="Session">The session of that one.</param>
    public sealed record KeyReused(SessionId Session) : ChargeOutcome;

    /// <summary>The vehicle has a session, or a request under way, and may have no other.</summary>
    /// <param name="Session">That session; it may be yet to start.</param>
    /// <param name="Substation">Where it is, or where its start was sent; null where none was sent.</param>
    public sealed record VehicleCharging(SessionId Session, SubstationId? Substation) : ChargeOutcome;

    /// <summary>The session could not be recorded. It does not run, unless its record turns out to be there.</summary>
    /// <param name="Substation">The substation that could not.</param>
    public sealed record NotRecorded(SubstationId Substation) : ChargeOutcome;

    /// <summary>No balancer was there that could decide; nothing was started.</summary>
    public sealed record BalancerUnavailable : ChargeOutcome;

    /// <summary>
    /// As many requests as may be held, or be under way, are so already; nothing was started for this one.
    /// </summary>
    public sealed record Overloaded : ChargeOutcome;

    /// <summary>No answer came in time; the session may or may not run.</summary>
    /// <param name="Session">The session to look for.</param>
    public sealed record Unknown(SessionId Session) : ChargeOutcome;
}
