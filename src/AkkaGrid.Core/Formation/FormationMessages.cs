namespace AkkaGrid.Core.Formation;

/// <summary>What nodes tell each other while a cluster forms, and when two meet.</summary>
public interface IFormationMessage;

/// <summary>"I am here": sent to every seed by a node that is in no cluster, and answered by all.</summary>
/// <param name="From">The sender.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="IsMember">Whether the sender is in a cluster, so that it can be joined.</param>
/// <param name="WantsAnswer">Whether the receiver should greet back.</param>
public sealed record NodeAnnouncement(NodeAddress From, string Name, bool IsMember, bool WantsAnswer)
    : IFormationMessage
{
    /// <summary>
    /// Whether the sender founds a cluster that cannot be joined yet, so that nobody else may found one.
    /// </summary>
    public bool IsFounding { get; init; }
}

/// <summary>A candidate asks a seed for its vote.</summary>
/// <param name="From">The candidate.</param>
/// <param name="Round">Comes back with the vote.</param>
public sealed record RequestVote(NodeAddress From, BallotRound Round) : IFormationMessage;

/// <summary>A seed is bound to a candidate from now on for the length of a lease.</summary>
/// <param name="From">The voter.</param>
/// <param name="Round">Of the request.</param>
public sealed record Vote(NodeAddress From, BallotRound Round) : IFormationMessage;

/// <summary>A node may not join, for its name lives elsewhere.</summary>
/// <param name="Name">The name.</param>
/// <param name="LivesAt">Where the node lives that has it.</param>
public sealed record NameTaken(string Name, NodeAddress LivesAt) : IFormationMessage;

/// <summary>
/// The oldest member of a cluster asks a seed that is not in it: if you are in another cluster, may we come?
/// </summary>
/// <param name="Round">Comes back with the answer.</param>
/// <param name="Cluster">The cluster that asks.</param>
/// <param name="IsPassedOn">Whether the seed has passed it on to the oldest member of its cluster.</param>
public sealed record JoinRequest(BallotRound Round, ClusterCard Cluster, bool IsPassedOn) : IFormationMessage;

/// <summary>A cluster stays for the length of a lease at least; the one that asked may yield to it.</summary>
/// <param name="Round">Of the question.</param>
/// <param name="Cluster">The cluster that stays.</param>
public sealed record JoinOffer(BallotRound Round, ClusterCard Cluster) : IFormationMessage;
