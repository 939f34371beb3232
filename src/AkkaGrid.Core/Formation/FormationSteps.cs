namespace AkkaGrid.Core.Formation;

/// <summary>What a node is to do next on its way into a cluster.</summary>
public interface IFormationStep;

/// <summary>Send a message to another node; one that is lost is made good by the next tick.</summary>
public sealed record SendMessage(NodeAddress To, IFormationMessage Message) : IFormationStep;

/// <summary>Write down the vote for <paramref name="Candidate"/>, then tell it (oneself included).</summary>
public sealed record CastVote(NodeAddress Candidate, BallotRound Round) : IFormationStep;

/// <summary>Join the cluster that <paramref name="At"/> is in; its own address founds one.</summary>
public sealed record Join(NodeAddress At) : IFormationStep;

/// <summary>Stop trying: the name of this node lives elsewhere, and goes on living.</summary>
public sealed record AbandonJoin(NameTaken Because) : IFormationStep;

/// <summary>
/// End this node's cluster: every member restarts its actor system and looks for <paramref name="To"/>.
/// </summary>
public sealed record DissolveCluster(ClusterCard To) : IFormationStep;
