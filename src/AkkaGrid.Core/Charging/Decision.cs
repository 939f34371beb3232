namespace AkkaGrid.Core.Charging;

/// <summary>Why a request went where it went. It belongs to its session, and is kept with that.</summary>
/// <param name="Session">The session of the request.</param>
/// <param name="At">When it was decided, in the balancer's clock.</param>
/// <param name="Epoch">Who decided.</param>
/// <param name="Policy">The rule.</param>
/// <param name="Amount">What was asked for.</param>
/// <param name="Chosen">The substation that was asked to start it; null where none had room.</param>
/// <param name="Candidates">What was known of the substations.</param>
/// <param name="TrueLoad">
/// The load that the chosen one turned out to have before it; null until it has answered.
/// </param>
public sealed record Decision(
    SessionId Session,
    DateTimeOffset At,
    FencingEpoch Epoch,
    string Policy,
    Kilowatts Amount,
    SubstationId? Chosen,
    IReadOnlyList<Candidate> Candidates,
    Kilowatts? TrueLoad = null)
{
    /// <summary>
    /// How many candidates are kept with a session: enough to explain it, and small beside the rest of its record.
    /// </summary>
    public const int CandidatesKept = 16;

    /// <summary>The decision with so many of its candidates; the chosen one is among them.</summary>
    public Decision With(int candidates) =>
        Candidates.Count <= candidates ? this : this with { Candidates = Some(Candidates, Chosen, candidates) };

    /// <summary>So many of the candidates, the chosen one among them.</summary>
    internal static IReadOnlyList<Candidate> Some(IReadOnlyList<Candidate> candidates, SubstationId? chosen, int count)
    {
        var some = new List<Candidate>(Math.Min(count, candidates.Count));
        for (var i = 0; i < candidates.Count && some.Count < count; i++)
            some.Add(candidates[i]);
        for (var i = some.Count; i < candidates.Count; i++)
            if (candidates[i].Substation == chosen)
                some[^1] = candidates[i];
        return some;
    }

    /// <inheritdoc/>
    public bool Equals(Decision? other) =>
        other is not null && Session == other.Session
        && At == other.At && Epoch == other.Epoch && Policy == other.Policy
        && Amount == other.Amount
        && Chosen == other.Chosen
        && TrueLoad == other.TrueLoad
        && Candidates.SequenceEqual(other.Candidates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Session, At, Epoch, Chosen);
}

/// <summary>A substation as it was known when a request was decided.</summary>
/// <param name="Substation">Which one.</param>
/// <param name="BelievedLoad">Its last report, and what was sent to it since.</param>
/// <param name="ReportedLoad">Its last report.</param>
/// <param name="Limit">What it might give.</param>
/// <param name="ReportAge">How old the report was.</param>
public readonly record struct Candidate(
    SubstationId Substation, Kilowatts BelievedLoad, Kilowatts ReportedLoad, Kilowatts Limit, TimeSpan ReportAge);
