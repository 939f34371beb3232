namespace AkkaGrid.Core.Formation;

/// <summary>Remembers when this node asked, for as long as an answer to it may be relied on.</summary>
/// <param name="lease">How long an answer binds who gave it.</param>
/// <param name="incarnation">Random, new at each start.</param>
internal sealed class OpenRounds(TimeSpan lease, ulong incarnation)
{
    private readonly TimeSpan _relied = lease * Candidacy.ReliedShare;
    private readonly Dictionary<ulong, TimeSpan> _askedAt = [];
    private ulong _round;

    /// <summary>Opens a round: the answers that are asked for with it count from now.</summary>
    public BallotRound Ask(TimeSpan now)
    {
        foreach (var stale in _askedAt.Where(asked => now >= asked.Value + _relied).Select(asked => asked.Key).ToList())
            _askedAt.Remove(stale);
        _askedAt[++_round] = now;
        return new BallotRound(incarnation, _round);
    }

    /// <summary>Until when an answer counts; null where it is foreign, of an earlier life, or forgotten.</summary>
    public TimeSpan? CountsUntil(BallotRound round) =>
        round.Incarnation == incarnation && _askedAt.TryGetValue(round.Number, out var asked) ? asked + _relied : null;
}
