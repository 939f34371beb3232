using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Balancing;

/// <summary>
/// What a balancer knows of the nodes that host substations, and how far its claim has come with each of them.
/// </summary>
internal sealed class Takeover
{
    private readonly Dictionary<UniqueAddress, Host> _hosts = [];

    /// <summary>The substations that have told all their sessions under this claim.</summary>
    public Dictionary<SubstationId, Owner> Owners { get; } = [];

    public IEnumerable<Host> Reachable => _hosts.Values.Where(host => host.Reachable);

    /// <summary>Whether every reachable node has said what it hosts.</summary>
    public bool AllKnown => Reachable.All(host => host.Here is not null);

    /// <summary>Whether every substation of every reachable node has told its sessions.</summary>
    public bool AllClaimed => AllKnown && Reachable.All(IsClaimed);

    /// <summary>How many reachable seeds have told the sessions of all their substations.</summary>
    public int ClaimedSeeds => Reachable.Count(host => host.IsSeed && host.Here is not null && IsClaimed(host));

    /// <summary>The highest epoch that a substation has told of.</summary>
    public FencingEpoch Highest { get; private set; } = FencingEpoch.None;

    /// <summary>Follows the nodes of the cluster.</summary>
    /// <param name="change">The state of the cluster, or one of its events.</param>
    /// <returns>The substations that are gone with a node.</returns>
    public IReadOnlyList<SubstationId> Follow(object change)
    {
        switch (change)
        {
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members)
                    Reach(member, !state.Unreachable.Contains(member));
                return [];
            case ClusterEvent.MemberRemoved removed:
                return Leave(removed.Member);
            case ClusterEvent.IMemberEvent joined:
                Join(joined.Member);
                return [];
            case ClusterEvent.UnreachableMember unreachable:
                Reach(unreachable.Member, false);
                return [];
            case ClusterEvent.ReachableMember reachable:
                Reach(reachable.Member, true);
                return [];
            default:
                return [];
        }
    }

    public void Join(Member member)
    {
        if (member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.WeaklyUp)
            _hosts.TryAdd(member.UniqueAddress, new Host(member.Address, member.HasRole(ChargingOptions.SeedRole)));
    }

    public void Reach(Member member, bool reachable)
    {
        Join(member);
        if (_hosts.TryGetValue(member.UniqueAddress, out var host))
            host.Reachable = reachable;
    }

    /// <returns>The substations that went with the node.</returns>
    public IReadOnlyList<SubstationId> Leave(Member member)
    {
        if (!_hosts.Remove(member.UniqueAddress, out var host))
            return [];
        var gone = Owners.Where(owner => owner.Value.At == host.Address).Select(owner => owner.Key).ToArray();
        foreach (var id in gone)
            Owners.Remove(id);
        return gone;
    }

    /// <summary>What a node and its substations are to be asked next, and where.</summary>
    /// <param name="host">The node.</param>
    /// <param name="epoch">The epoch to claim under; null while there is none.</param>
    public IEnumerable<(ActorPath Path, IChargingMessage Question)> QuestionsTo(Host host, FencingEpoch? epoch)
    {
        var path = new RootActorPath(host.Address) / "user" / SubstationHost.Name;
        if (host.Here is null)
            return [(path, GetHost.Instance)];
        if (epoch is not { } claiming)
            return [];

        // A host passes a claim on to all it has; later only those are asked that have not told all.
        var unclaimed = Unclaimed(host).ToArray();
        return unclaimed.Length > 0 && unclaimed.Length == host.Ids.Count
            ? [(path, new Claim(claiming))]
            : unclaimed.Select(substation => (path / substation.Value, (IChargingMessage)new Claim(claiming)));
    }

    public void Know(HostHere here, Address at)
    {
        See(here.Highest);
        foreach (var host in _hosts.Values.Where(host => host.Address == at))
            host.Here = here;
    }

    public void See(FencingEpoch epoch)
    {
        if (epoch > Highest)
            Highest = epoch;
    }

    /// <summary>Begins anew under another epoch.</summary>
    public void Restart()
    {
        Owners.Clear();
        foreach (var host in _hosts.Values)
            host.Restart();
    }

    /// <summary>A substation has to be claimed again.</summary>
    public void Release(SubstationId substation)
    {
        Owners.Remove(substation);
        foreach (var host in _hosts.Values)
            host.Tellings.Remove(substation);
    }

    /// <summary>Takes a page of what a substation knows.</summary>
    /// <param name="claimed">The page.</param>
    /// <param name="from">The substation.</param>
    /// <param name="at">Its node.</param>
    public ClaimProgress Take(Claimed claimed, IActorRef from, Address at)
    {
        var substation = claimed.Report.Substation;
        var host = _hosts.Values.FirstOrDefault(host => host.Address == at && host.Ids.Contains(substation));
        if (host is null)
            return ClaimProgress.Partial;
        if (Owners.TryGetValue(substation, out var owner))
        {
            if (owner.At == at)
                return ClaimProgress.Again;
            if (Reachable.Any(other => other.Address == owner.At))
            {
                host.Conflicts.Add(substation);
                return ClaimProgress.Conflict;
            }
        }

        // All pages of one telling bear the same report. Asked again, it tells all again, and may know more than before.
        if (!host.Tellings.TryGetValue(substation, out var telling) || telling.Sequence != claimed.Report.Sequence)
            telling = host.Tellings[substation] = new Telling(claimed.Report.Sequence);
        telling.Pages.Add(claimed.Page);
        if (telling.Pages.Count < claimed.Pages)
            return ClaimProgress.Partial;
        host.Tellings.Remove(substation);
        host.Conflicts.Remove(substation);
        Owners[substation] = new Owner(from, at);
        return ClaimProgress.Complete;
    }

    /// <summary>Whether all substations of a node have told their sessions, but for those that another node owns.</summary>
    public bool IsClaimed(Host host) => !Unclaimed(host).Any();

    /// <summary>The substations of a node that have not told all their sessions, but for those that another node owns.</summary>
    public IEnumerable<SubstationId> Unclaimed(Host host) => host.Ids.Where(id =>
        !host.Conflicts.Contains(id) && !(Owners.TryGetValue(id, out var owner) && owner.At == host.Address));

    /// <summary>Where a substation is.</summary>
    /// <param name="Ref">Its actor.</param>
    /// <param name="At">Its node.</param>
    internal sealed record Owner(IActorRef Ref, Address At);

    /// <summary>What a substation answers to one claim, page by page.</summary>
    /// <param name="sequence">The number of its report.</param>
    internal sealed class Telling(long sequence)
    {
        public long Sequence { get; } = sequence;

        public HashSet<int> Pages { get; } = [];
    }

    /// <summary>A node that may host substations.</summary>
    internal sealed class Host(Address address, bool isSeed)
    {
        public Address Address { get; } = address;

        public bool IsSeed { get; } = isSeed;

        public bool Reachable { get; set; } = true;

        public HostHere? Here { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        /// <summary>What the substations have told that have not told all yet.</summary>
        public Dictionary<SubstationId, Telling> Tellings { get; } = [];

        /// <summary>The substations of this node that another node owns.</summary>
        public HashSet<SubstationId> Conflicts { get; } = [];

        public IReadOnlyList<SubstationId> Ids => Here?.Substations ?? [];

        public void Restart()
        {
            Here = null;
            AskedAt = DateTimeOffset.MinValue;
            Tellings.Clear();
            Conflicts.Clear();
        }
    }
}

/// <summary>What a page made of a substation's claim.</summary>
internal enum ClaimProgress
{
    /// <summary>More pages are to come.</summary>
    Partial,

    /// <summary>It has told all.</summary>
    Complete,

    /// <summary>It had told all before: since then its reports tell, and what is under way to it is known here only.</summary>
    Again,

    /// <summary>Another reachable node owns a substation of this name.</summary>
    Conflict,
}
