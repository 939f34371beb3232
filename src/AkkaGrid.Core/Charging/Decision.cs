namespace AkkaGrid.Core.Charging;

/// <summary>Why a request went where it went.</summary>
/// <param name="Session">The session of the request.</param>
/// <param name="At">When it was decided, in the balancer's clock.</param>
/// <param name="Epoch">Who decided.</param>
/// <param name="Policy">The rule.</param>
/// <param name="Amount">What was asked for.</param>
/// <param name="Chosen">The substation that was asked to start it; null where none had room.</param>
/// <param name="Candidates">What was known of the substations.</param>
/// <param name="TrueLoad">The load that the chosen one turned out to have before it; null until it has answered.</param>
public sealed record Decision(
    SessionId Session,
    DateTimeOffset At,
    FencingEpoch Epoch,
    string Policy,
    Kilowatts Amount,
    SubstationId? Chosen,
    IReadOnlyList<Candidate> Candidates,
    Kilowatts? TrueLoad = null);

/// <summary>A substation as it was known when a request was decided.</summary>
/// <param name="Substation">Which one.</param>
/// <param name="BelievedLoad">Its last report, and what was sent to it since.</param>
/// <param name="ReportedLoad">Its last report.</param>
/// <param name="Limit">What it might give.</param>
/// <param name="ReportAge">How old the report was.</param>
public readonly record struct Candidate(
    SubstationId Substation, Kilowatts BelievedLoad, Kilowatts ReportedLoad, Kilowatts Limit, TimeSpan ReportAge);
