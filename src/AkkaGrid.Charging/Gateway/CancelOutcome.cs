using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>How the cancelling of a session ended.</summary>
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

    /// <summary>Its substation can't be reached, or can't record the end.</summary>
    /// <param name="Substation">Which one.</param>
    public sealed record SubstationUnavailable(SubstationId Substation) : CancelOutcome;
}
