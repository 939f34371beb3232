using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>The outcome of cancelling a session.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>The session has ended, now or before.</summary>
    /// <param name="Session">The session.</param>
    public sealed record Ended(ChargingSession Session) : CancelOutcome;

    /// <summary>There is no such session.</summary>
    public sealed record NotFound : CancelOutcome;

    /// <summary>Its substation cannot be reached, or cannot record the end.</summary>
    /// <param name="Substation">The substation.</param>
    public sealed record SubstationUnavailable(SubstationId Substation) : CancelOutcome;
}
