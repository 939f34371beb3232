using System.Collections.Immutable;

namespace AkkaGrid.Core.Formation;

/// <summary>The cluster that this node is in, as it sees it at a moment.</summary>
/// <param name="Members">The members, the oldest first; none where this node is in no cluster.</param>
/// <param name="Since">When this node came in, in Unix milliseconds.</param>
public sealed record ClusterMembership(ImmutableArray<ClusterMember> Members, long Since)
{
    /// <summary>Where the oldest member is; null in no cluster.</summary>
    public NodeAddress? Oldest => Members.IsEmpty ? null : Members[0].Address;

    /// <summary>Whether a member is there, in whatever state.</summary>
    public bool Includes(NodeAddress address) => Members.Any(member => member.Address == address);

    /// <summary>
    /// What <paramref name="self"/> may tell of the cluster: nothing unless it is the oldest member, and nothing while
    /// anyone is unreachable, leaves or is downed, for then the split brain resolver or the leaver is still at work.
    /// </summary>
    public ClusterCard? CardOf(NodeAddress self, ImmutableArray<NodeAddress> seeds) =>
        Oldest != self || !Members.All(member => member.IsSettled)
            ? null
            : new ClusterCard(
                self, Members.Count(member => seeds.Contains(member.Address)), Since, [.. Members.Select(member =>
                member.Address)]);
}
