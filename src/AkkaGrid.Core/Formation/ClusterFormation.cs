using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Formation;

/// <summary>
/// Decides how a node comes into a cluster: it joins the one that a seed is in, and founds one only while it holds the
/// votes of a majority of the configured seeds.
/// </summary>
/// <remarks>
/// Two clusters never merge, one of them has to yield (<see cref="ClusterMeeting"/>). So at no time may two candidates
/// hold a majority: a voter is bound to one candidate for a lease (<see cref="Ballot"/>), a candidate counts a vote for
/// less than that (<see cref="Candidacy"/>). No seed waits for another one without end (<see cref="ElectionTimer"/>).
/// Times are this node's own, from any fixed origin.
/// </remarks>
public sealed class ClusterFormation(FormationSettings settings, ulong incarnation)
{
    private readonly Ballot _ballot = new(settings.VoteLease);
    private readonly Candidacy _candidacy = new(settings.VoteLease, settings.Majority, incarnation);
    private readonly ElectionTimer _election = new(settings, incarnation);
    private readonly Dictionary<NodeAddress, Observation> _seen = [];
    private readonly Dictionary<NodeAddress, TimeSpan> _triedAt = [];
    private TimeSpan? _joiningUntil;
    private bool _isFounding;
    private bool _isEnding;
    private NameTaken? _refusal;
    private TimeSpan _refusedFirst;
    private TimeSpan _refusedLast;

    private sealed record Observation(bool IsMember, bool IsFounding, TimeSpan At);

    /// <summary>Whether this node is in a cluster.</summary>
    public bool IsMember { get; private set; }

    /// <summary>
    /// Whether this node looks for a cluster. A node that was told to leave does not: it neither joins nor founds one.
    /// It still votes, for its vote is one of those that a majority is counted from.
    /// </summary>
    public bool IsSeeking { get; set; } = true;

    /// <summary>How many of the configured seeds this node sees, itself included.</summary>
    public int SeedsInSight(TimeSpan now) => SeedsSeen(now).Count();

    /// <summary>Takes up the vote of the time before a restart.</summary>
    public void RestoreVote(NodeAddress? candidate, TimeSpan remaining, TimeSpan now) =>
        _ballot.Restore(candidate, remaining, now);

    /// <summary>The node came into a cluster.</summary>
    public void Joined()
    {
        IsMember = true;
        _joiningUntil = null;
        _isFounding = false;
        _refusal = null;
    }

    /// <summary>The node is on its way out of its cluster, so nobody may join there any more.</summary>
    public void Ending() => _isEnding = true;

    /// <summary>Time has passed.</summary>
    public IReadOnlyList<IFormationStep> Tick(TimeSpan now)
    {
        if (IsMember)
            return [];

        var steps = new List<IFormationStep>();
        var hello = new NodeAnnouncement(settings.Self, settings.Name, IsMember: false, WantsAnswer: true);
        steps.AddRange(OtherSeeds.Select(seed => new SendMessage(seed, hello)));

        // A node that does not seek greets nevertheless: a seed that sees a cluster gives its vote to nobody.
        if (!IsSeeking)
            return steps;

        if (_refusal is not null && now - _refusedLast >= settings.Sight)
            _refusal = null;
        if (_refusal is not null && now - _refusedFirst >= settings.RefusalTimeout)
            return [new AbandonJoin(_refusal)];

        EndFailedFounding(now);
        if (_refusal is null && !IsJoining(now))
            Seek(now, steps);
        else
            _election.Reset();
        return steps;
    }

    /// <summary>A message came in.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The present.</param>
    /// <param name="liveMembers">The names and addresses of the reachable members of this node's cluster.</param>
    public IReadOnlyList<IFormationStep> Receive(
        IFormationMessage message, TimeSpan now, IReadOnlyDictionary<string, NodeAddress> liveMembers) => message switch
        {
            NodeAnnouncement greeting => OnGreeting(greeting, now, liveMembers),
            RequestVote request => OnRequestVote(request, now),
            Vote vote => OnVote(vote, now),
            NameTaken refusal => OnNameTaken(refusal, now),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, "not a message of the formation"),
        };

    private IEnumerable<NodeAddress> OtherSeeds => settings.Seeds.Where(seed => seed != settings.Self);

    private List<IFormationStep> OnGreeting(
        NodeAnnouncement greeting, TimeSpan now, IReadOnlyDictionary<string, NodeAddress> liveMembers)
    {
        if (greeting.From == settings.Self)
            return [];
        if (LivesElsewhere(greeting, liveMembers, out var owner))
            return [new SendMessage(greeting.From, new NameTaken(greeting.Name, owner))];

        if (greeting.WantsAnswer)
            return [new SendMessage(greeting.From, Answer(now))];

        // Only an answer counts: it shows that messages pass both ways, as requests and votes have to.
        if (settings.Seeds.Contains(greeting.From))
            _seen[greeting.From] = new Observation(greeting.IsMember, greeting.IsFounding, now);
        return [];
    }

    private NodeAnnouncement Answer(TimeSpan now) =>
        new(settings.Self, settings.Name, IsMember && !_isEnding, WantsAnswer: false)
        {
            IsFounding = _isFounding && IsJoining(now),
        };

    // Of two newcomers with one name the lower address keeps it, so that one of them starts.
    private bool LivesElsewhere(
        NodeAnnouncement greeting, IReadOnlyDictionary<string, NodeAddress> liveMembers, out NodeAddress owner)
    {
        if (greeting.Name == settings.Name && (IsMember || settings.Self.IsBelow(greeting.From)))
        {
            owner = settings.Self;
            return true;
        }
        return liveMembers.TryGetValue(greeting.Name, out owner) && owner != greeting.From;
    }

    private List<IFormationStep> OnRequestVote(RequestVote request, TimeSpan now)
    {
        if (IsMember || IsJoining(now) || !settings.IsSeed || !settings.Seeds.Contains(request.From))
            return [];
        if (ClusterInSight(now, out _) || FounderInSight(now) || !_ballot.TryGrant(request.From, now))
            return [];
        _election.Reset();
        return [new CastVote(request.From, request.Round)];
    }

    private List<IFormationStep> OnVote(Vote vote, TimeSpan now)
    {
        if (!settings.Seeds.Contains(vote.From))
            return [];
        _candidacy.Count(vote.From, vote.Round);
        if (IsMember || !IsSeeking || _refusal is not null || IsJoining(now) || ClusterInSight(now, out _)
            || FounderInSight(now) || !_candidacy.HasMajority(now))
            return [];
        _isFounding = true;
        return [BeginJoin(settings.Self, settings.FoundTimeout, now)];
    }

    private List<IFormationStep> OnNameTaken(NameTaken refusal, TimeSpan now)
    {
        if (!IsMember && IsSeeking && refusal.Name == settings.Name && refusal.LivesAt != settings.Self)
        {
            _refusedFirst = _refusal is null ? now : _refusedFirst;
            _refusedLast = now;
            _refusal = refusal;
        }
        return [];
    }

    private void Seek(TimeSpan now, List<IFormationStep> steps)
    {
        var mayStand = false;
        if (ClusterInSight(now, out var member))
            steps.Add(BeginJoin(member, settings.JoinTimeout, now));
        else
            mayStand = MayStand(now);

        if (!mayStand)
            _election.Reset();
        else if (_election.Stands(SeedsSeen(now).Count(seed => seed.IsBelow(settings.Self)), now))
            AskForVotes(now, steps);
    }

    // A vote for oneself binds: without a majority in sight it would only keep it from the one who can win.
    private bool MayStand(TimeSpan now) =>
        settings.IsSeed && SeedsInSight(now) >= settings.Majority && !FounderInSight(now);

    private void AskForVotes(TimeSpan now, List<IFormationStep> steps)
    {
        var request = new RequestVote(settings.Self, _candidacy.Ask(now));
        if (_ballot.TryGrant(settings.Self, now))
            steps.Add(new CastVote(settings.Self, request.Round));
        steps.AddRange(OtherSeeds.Select(seed => new SendMessage(seed, request)));
    }

    private Join BeginJoin(NodeAddress at, TimeSpan patience, TimeSpan now)
    {
        _joiningUntil = now + patience;
        _triedAt[at] = now;
        return new Join(at);
    }

    private bool IsJoining(TimeSpan now) => now < _joiningUntil;

    // A founder that did not come into its own cluster lets another seed try.
    private void EndFailedFounding(TimeSpan now)
    {
        if (!_isFounding || IsJoining(now))
            return;
        _isFounding = false;
        _election.Fail(now);
    }

    private bool IsSeen(Observation sighting, TimeSpan now) => now - sighting.At < settings.Sight;

    private IEnumerable<NodeAddress> SeedsSeen(TimeSpan now) =>
        settings.Seeds.Where(seed => seed == settings.Self || (_seen.TryGetValue(seed, out var at) && IsSeen(at, now)));

    private bool FounderInSight(TimeSpan now) => _seen.Values.Any(seen => seen.IsFounding && IsSeen(seen, now));

    // Any seed of an existing cluster will do; the one tried longest ago goes first, for it may be the one that
    // answers.
    private bool ClusterInSight(TimeSpan now, [NotNullWhen(true)] out NodeAddress member)
    {
        var members = _seen
            .Where(seen => seen.Value.IsMember && IsSeen(seen.Value, now))
            .Select(seen => seen.Key)
            .OrderBy(address => _triedAt.GetValueOrDefault(address, TimeSpan.MinValue))
            .ThenBy(address => address.Value, StringComparer.Ordinal)
            .ToList();
        member = members.FirstOrDefault();
        return members.Count > 0;
    }
}
