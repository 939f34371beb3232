using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>
/// Tracks the nodes that may host substations, and a balancer's progress in claiming the substations of each.
/// </summary>
/// <typeparam name="TActor">How the shell identifies actors.</typeparam>
internal sealed class Takeover<TActor>
    where TActor : notnull
{
    private readonly Dictionary<HostingNode, HostClaim> _hosts = [];
    private readonly Dictionary<SubstationId, SubstationOwner<TActor>> _owners = [];

    /// <summary>The substations that have sent all their sessions for the current claim.</summary>
    public IReadOnlyDictionary<SubstationId, SubstationOwner<TActor>> Owners => _owners;

    public IEnumerable<HostClaim> Reachable => _hosts.Values.Where(host => host.IsReachable);

    /// <summary>Whether every reachable node has announced its substations.</summary>
    public bool AllAnnounced => Reachable.All(host => host.Substations is not null);

    /// <summary>Whether every substation of every reachable node is claimed.</summary>
    public bool AllClaimed => AllAnnounced && Reachable.All(IsClaimed);

    /// <summary>How many reachable seeds have all their substations claimed.</summary>
    public int ClaimedSeeds => Reachable.Count(host => host.IsSeed && host.Substations is not null && IsClaimed(host));

    /// <summary>The highest epoch that a substation has reported.</summary>
    public FencingEpoch Highest { get; private set; } = FencingEpoch.None;

    /// <summary>Adds a node that is in the cluster.</summary>
    public void Add(HostingNode node, bool isSeed) => _hosts.TryAdd(node, new HostClaim(node.Address, isSeed));

    /// <summary>Sets whether a node can be reached.</summary>
    public void SetReachable(HostingNode node, bool isReachable)
    {
        if (_hosts.TryGetValue(node, out var host))
            host.IsReachable = isReachable;
    }

    /// <summary>Removes a node that has left the cluster.</summary>
    /// <returns>Whether it hosted claimed substations.</returns>
    public bool Remove(HostingNode node)
    {
        if (!_hosts.Remove(node, out var host))
            return false;
        var gone = _owners.Where(owner => owner.Value.Node == host.Address).Select(owner => owner.Key).ToArray();
        foreach (var substation in gone)
            _owners.Remove(substation);
        return gone.Length > 0;
    }

    /// <summary>Records the substations of a node.</summary>
    public void Announced(HostAnnouncement announcement, NodeAddress from)
    {
        See(announcement.Highest);
        foreach (var host in _hosts.Values.Where(host => host.Address == from))
            host.Substations = announcement.Substations;
    }

    /// <summary>Records that an epoch exists: the next epoch of this balancer is higher.</summary>
    public void See(FencingEpoch epoch)
    {
        if (epoch > Highest)
            Highest = epoch;
    }

    /// <summary>Clears all claims: a new term asks again.</summary>
    public void Restart()
    {
        _owners.Clear();
        foreach (var host in _hosts.Values)
            host.Restart();
    }

    /// <summary>Removes the claim on a substation, which must be claimed again.</summary>
    public void Release(SubstationId substation)
    {
        _owners.Remove(substation);
        foreach (var host in _hosts.Values)
            host.Pages.Remove(substation);
    }

    /// <summary>Adds one page of a substation's answer to a claim.</summary>
    public ClaimProgress Add(Claimed page, TActor from, NodeAddress node)
    {
        var substation = page.Report.Substation;
        var host = _hosts.Values.FirstOrDefault(host =>
            host.Address == node && host.Substations?.Contains(substation) == true);
        if (host is null)
            return ClaimProgress.Partial;
        if (_owners.TryGetValue(substation, out var owner))
        {
            if (owner.Node == node)
                return ClaimProgress.Repeated;
            if (Reachable.Any(other => other.Address == owner.Node))
            {
                host.Conflicts.Add(substation);
                return ClaimProgress.Conflict;
            }
        }

        // A substation that is claimed again sends all pages again, and its state may have changed since.
        if (!host.Pages.TryGetValue(substation, out var pages) || pages.Sequence != page.Report.Sequence)
            pages = host.Pages[substation] = new ClaimPages(page.Report.Sequence);
        if (!pages.Add(page))
            return ClaimProgress.Partial;
        host.Pages.Remove(substation);
        host.Conflicts.Remove(substation);
        _owners[substation] = new SubstationOwner<TActor>(from, node);
        return ClaimProgress.Complete;
    }

    /// <summary>
    /// Whether all substations of a node are claimed, except those whose name belongs to another node.
    /// </summary>
    public bool IsClaimed(HostClaim host) => !Unclaimed(host).Any();

    /// <summary>
    /// The substations of a node that have not sent all their sessions, except those whose name belongs to another
    /// node.
    /// </summary>
    public IEnumerable<SubstationId> Unclaimed(HostClaim host) => (host.Substations ?? []).Where(substation =>
        !host.Conflicts.Contains(substation)
        && !(_owners.TryGetValue(substation, out var owner) && owner.Node == host.Address));
}

/// <summary>The owner of a claimed substation.</summary>
/// <param name="Actor">The substation's actor.</param>
/// <param name="Node">The substation's node.</param>
internal sealed record SubstationOwner<TActor>(TActor Actor, NodeAddress Node);
