using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// What the formation of a virtual node needs of its surroundings: the network, a disk for the vote, and the cluster.
/// </summary>
public interface IFormationPort
{
    /// <summary>The cluster as the node sees it; without members while it is in none.</summary>
    ClusterMembership Membership { get; }

    /// <summary>The names and addresses of the members that the node can reach.</summary>
    IReadOnlyDictionary<string, NodeAddress> LiveMembers { get; }

    /// <summary>Sends a message.</summary>
    void Send(NodeAddress to, IFormationMessage message);

    /// <summary>Writes a vote down and then tells the candidate.</summary>
    void Cast(CastVote vote);

    /// <summary>Joins the cluster of another node, or founds one where the address is the node's own.</summary>
    void Join(NodeAddress at);

    /// <summary>Downs all members of the node's cluster.</summary>
    void Yield(ClusterCard to);

    /// <summary>Stops looking for a cluster, for the name is taken.</summary>
    void GiveUp(NameTaken because);
}
