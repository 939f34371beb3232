namespace AkkaGrid.Client.Contracts;

/// <summary>
/// The body of <c>POST /cluster/join</c>, <c>leave</c> and <c>down</c>: which member is meant. Where it is absent, join
/// takes any cluster that a seed is in, and leave means the node that is asked.
/// </summary>
/// <param name="Name">The member's name.</param>
/// <param name="Address">Its address, <c>akka.tcp://AkkaGrid@host:port</c>.</param>
public sealed record ClusterTarget(string? Name = null, string? Address = null);
