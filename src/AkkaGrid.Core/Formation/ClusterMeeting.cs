namespace AkkaGrid.Core.Formation;

/// <summary>
/// Decides which of two clusters that meet stays: the oldest member of the one that does not asks the other's whether
/// they may come, and makes its cluster yield only on a fresh yes.
/// </summary>
/// <remarks>
/// A yes binds who gave it to stay for a lease, and counts for less than that from when it was asked for (as votes do,
/// see <see cref="Candidacy"/>); who is bound does not yield. So of two clusters never both yield, whatever is lost,
/// late or doubled, and however the two see each other's size. Times are this node's own, from any fixed origin.
/// </remarks>
public sealed class ClusterMeeting(FormationSettings settings, ulong incarnation)
{
    private readonly OpenRounds _rounds = new(settings.VoteLease, incarnation);
    private TimeSpan? _lastAsked;
    private TimeSpan? _boundUntil;

    /// <summary>Whether this node has made its cluster yield.</summary>
    public bool HasYielded { get; private set; }

    /// <summary>Time has passed: asks the seeds that are no members here whether they are members elsewhere.</summary>
    public IReadOnlyList<IFormationStep> Tick(ClusterMembership mine, TimeSpan now)
    {
        if (HasYielded || now - _lastAsked < settings.MeetingInterval || CardOf(mine) is not { } card)
            return [];
        var strangers = settings.Seeds.Where(seed => !mine.Includes(seed)).ToList();
        if (strangers.Count == 0)
            return [];

        _lastAsked = now;
        var question = new JoinRequest(_rounds.Ask(now), card, IsPassedOn: false);
        return [.. strangers.Select(seed => new SendMessage(seed, question))];
    }

    /// <summary>Another cluster asks whether it may come.</summary>
    public IReadOnlyList<IFormationStep> Receive(JoinRequest question, ClusterMembership mine, TimeSpan now)
    {
        if (HasYielded || mine.Oldest is not { } oldest)
            return [];
        if (oldest != settings.Self)
            return question.IsPassedOn ? [] : [new SendMessage(oldest, question with { IsPassedOn = true })];
        if (CardOf(mine) is not { } card || !card.IsApartFrom(question.Cluster) || !card.Outranks(question.Cluster))
            return [];
        _boundUntil = now + settings.VoteLease;
        return [new SendMessage(question.Cluster.Oldest, new JoinOffer(question.Round, card))];
    }

    /// <summary>Another cluster stays, and lets this one come.</summary>
    public IReadOnlyList<IFormationStep> Receive(JoinOffer answer, ClusterMembership mine, TimeSpan now)
    {
        var isFresh = now < _rounds.CountsUntil(answer.Round);
        if (HasYielded || !isFresh || now < _boundUntil || CardOf(mine) is not { } card
            || !card.IsApartFrom(answer.Cluster) || !answer.Cluster.Outranks(card))
            return [];
        HasYielded = true;
        return [new DissolveCluster(answer.Cluster)];
    }

    private ClusterCard? CardOf(ClusterMembership mine) => mine.CardOf(settings.Self, settings.Seeds);
}
