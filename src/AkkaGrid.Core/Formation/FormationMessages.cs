namespace AkkaGrid.Core.Formation;

/// <summary>What nodes tell each other while a cluster forms.</summary>
public interface IFormationMessage;

/// <summary>"I am here": sent to every seed by a node that is in no cluster, and answered by all.</summary>
/// <param name="From">The sender.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="IsMember">Whether the sender is in a cluster, so that it can be joined.</param>
/// <param name="WantsAnswer">Whether the receiver should greet back.</param>
public sealed record Greeting(NodeAddress From, string Name, bool IsMember, bool WantsAnswer) : IFormationMessage;

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
