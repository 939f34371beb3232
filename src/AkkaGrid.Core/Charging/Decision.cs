namespace AkkaGrid.Core.Charging;

/// <summary>Why a request was sent to its substation, stored with its session.</summary>
/// <param name="Session">The session of the request.</param>
/// <param name="At">When it was decided, in the balancer's clock.</param>
/// <param name="Epoch">The epoch of the balancer that decided.</param>
/// <param name="Policy">The routing policy.</param>
/// <param name="Amount">The power to place.</param>
/// <param name="Chosen">The substation that was asked to start the session; null where none had room.</param>
/// <param name="Candidates">The substations as the balancer believed them to be.</param>
/// <param name="TrueLoad">
/// The actual load of the chosen substation before the session; null until it has answered.
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
    /// How many candidates are stored with a session: enough to explain it, but small compared to the rest of its
    /// record.
    /// </summary>
    public const int CandidatesKept = 16;

    /// <summary>The decision with a limited number of its candidates, including the chosen one.</summary>
    public Decision With(int candidates) =>
        Candidates.Count <= candidates ? this : this with { Candidates = Some(Candidates, Chosen, candidates) };

    /// <summary>A limited number of the candidates, including the chosen one.</summary>
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

/// <summary>A substation as the balancer believed it to be when a request was decided.</summary>
/// <param name="Substation">The substation.</param>
/// <param name="BelievedLoad">The reported load plus the reservations sent since.</param>
/// <param name="ReportedLoad">The load in its last report.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="ReportAge">The age of that report.</param>
public readonly record struct Candidate(
    SubstationId Substation, Kilowatts BelievedLoad, Kilowatts ReportedLoad, Kilowatts Limit, TimeSpan ReportAge);
