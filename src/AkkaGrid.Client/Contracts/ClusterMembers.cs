using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /cluster/members</c>: the cluster as this node sees it.</summary>
/// <param name="Members">The members, this node included.</param>
/// <param name="Leader">The address of the leader; null where there is none.</param>
/// <param name="BalancerNode">The node that carries the balancer, by name; null while it moves.</param>
/// <param name="State">Whether this node is in a cluster.</param>
/// <param name="Self">The address of the node that was asked; absent where an older node does not say it.</param>
public sealed record ClusterMembers(
    IReadOnlyList<ClusterMember> Members,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Leader,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? BalancerNode,
    [property: AllowedValues(ClusterStates.Member, ClusterStates.Alone)] string State,
    string? Self = null);

/// <summary>One member of the cluster.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Address">Its address, <c>akka.tcp://AkkaGrid@host:port</c>.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Status">
/// <c>joining</c>, <c>weaklyup</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c> or <c>removed</c>.
/// </param>
/// <param name="Reachable">Whether this node can reach it.</param>
/// <param name="Version">The version of the program it runs; absent where it is not known.</param>
public sealed record ClusterMember(
    string Name,
    string Address,
    IReadOnlyList<string> Roles,
    string Status,
    bool Reachable,
    string? Version = null);
