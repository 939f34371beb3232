using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// Sees every vote and every election of a founder, and notes those that break the rules of the vote.
/// </summary>
/// <param name="note">Takes what was wrong: the kind, and what was seen.</param>
public sealed class FormationWitness(Action<string, string> note)
{
    private readonly Dictionary<NodeAddress, (NodeAddress Candidate, TimeSpan At)> _last = [];
    private readonly Dictionary<(NodeAddress Voter, NodeAddress Candidate), TimeSpan> _boundUntil = [];
    private readonly Dictionary<NodeAddress, TimeSpan> _lost = [];
    private readonly List<(NodeAddress Founder, ImmutableArray<NodeAddress> Seeds, TimeSpan At)> _elections = [];

    /// <summary>How many founders were elected.</summary>
    public int Elections => _elections.Count;

    /// <summary>How many clusters have yielded to another.</summary>
    public int Yields { get; set; }

    /// <summary>The disk of a node lost the vote that was on it, or got the vote of another disk.</summary>
    public void LostVote(NodeAddress voter, TimeSpan now) => _lost[voter] = now;

    /// <summary>A vote is told. It binds for a lease, unless the voter's disk has lost it.</summary>
    /// <param name="voter">Who votes.</param>
    /// <param name="candidate">For whom.</param>
    /// <param name="at">When the vote was granted.</param>
    /// <param name="lease">How long it binds.</param>
    public void Voted(NodeAddress voter, NodeAddress candidate, TimeSpan at, TimeSpan lease)
    {
        if (_last.TryGetValue(voter, out var last)
            && last.Candidate != candidate
            && at - last.At < lease
            && !HasLostVote(voter, last.At))
            note("VoteBroken", $"{voter} voted for {last.Candidate} at {last.At}, and for {candidate} at {at}");
        _last[voter] = (candidate, at);
        _boundUntil[(voter, candidate)] = at + lease;
    }

    /// <summary>
    /// A founder is elected: a majority of its seeds is bound to it. It relies on votes for less than a lease, so
    /// an election of another founder by the same seeds is at least the rest of a lease away.
    /// </summary>
    public void Elected(FormationSettings settings, TimeSpan now)
    {
        var (founder, seeds, lease) = (settings.Self, settings.Seeds, settings.VoteLease);
        var bound = seeds.Where(seed => _boundUntil.TryGetValue((seed, founder), out var until) && now < until)
            .ToList();
        if (bound.Count < settings.Majority)
            note(
                "FoundedWithoutMajority",
                $"{founder} founds a cluster at {now} with the votes of {string.Join(", ", bound)} of "
                    + $"{string.Join(", ", seeds)}");

        foreach (var earlier in _elections.Where(earlier =>
            earlier.Founder != founder && now - earlier.At < lease * (1 - Candidacy.ReliedShare)))
        {
            if (earlier.Seeds.SequenceEqual(seeds) && !seeds.Any(seed => HasLostVote(seed, earlier.At - lease)))
                note("TwoFounders", $"{earlier.Founder} was elected at {earlier.At}, and {founder} at {now}");
        }

        _elections.Add((founder, seeds, now));
    }

    private bool HasLostVote(NodeAddress voter, TimeSpan since) =>
        _lost.TryGetValue(voter, out var lost) && lost >= since;
}
