namespace AkkaGrid.Core.Formation;

/// <summary>The votes that a candidate holds, each only as long as its voter is surely still bound.</summary>
/// <param name="lease">How long a vote binds its voter.</param>
/// <param name="majority">How many votes decide.</param>
/// <param name="incarnation">Random, new at each start.</param>
public sealed class Candidacy(TimeSpan lease, int majority, ulong incarnation)
{
    /// <summary>
    /// The share of a lease that the candidate relies on: a vote counts from when it was asked for, so the voter is
    /// bound longer, and the rest allows for clocks that run at different speeds.
    /// </summary>
    public const double ReliedShare = 0.8;

    private readonly OpenRounds _rounds = new(lease, incarnation);
    private readonly Dictionary<NodeAddress, TimeSpan> _heldUntil = [];

    /// <summary>Opens a round: the votes asked for with it count from now.</summary>
    public BallotRound Ask(TimeSpan now) => _rounds.Ask(now);

    /// <summary>Counts a vote that was granted; a late or foreign one is dropped.</summary>
    public void Count(NodeAddress voter, BallotRound round)
    {
        if (_rounds.CountsUntil(round) is { } until && (!_heldUntil.TryGetValue(voter, out var known) || until > known))
            _heldUntil[voter] = until;
    }

    /// <summary>Whether the votes held at this moment decide.</summary>
    public bool HasMajority(TimeSpan now) => _heldUntil.Values.Count(until => now < until) >= majority;
}
