using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Charging;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Naming;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Management;

/// <summary>The cluster as this node sees it at a moment; also works while the node is in none.</summary>
internal sealed class ClusterView(ActorSystemHandle handle, NodeOptions options, ChargingGateway gateway)
{
    private static readonly MemberStatus[] InCluster = [MemberStatus.Up, MemberStatus.WeaklyUp, MemberStatus.Leaving];

    /// <summary>Whether this node is in a cluster.</summary>
    public bool IsMember => Cluster is { } cluster && InCluster.Contains(cluster.SelfMember.Status);

    /// <summary>The cluster extension of the running actor system; null while that is being rebuilt.</summary>
    public Cluster? Cluster => handle.Current is { } system ? Cluster.Get(system) : null;

    /// <summary>The members, as <c>GET /cluster/members</c> shows them.</summary>
    public ClusterMembers Members()
    {
        if (Cluster is not { } cluster || !IsMember)
            return new ClusterMembers(
                [Alone()], Leader: null, BalancerNode: null, ClusterStates.Alone, options.Address.Value);

        var state = cluster.State;
        return new ClusterMembers(
            [.. state.Members.Select(member => Shown(member, !state.Unreachable.Contains(member)))
                .OrderBy(member => member.Name, NaturalOrder.Instance)],
            state.Leader?.ToString(),
            gateway.BalancerNode,
            ClusterStates.Member,
            cluster.SelfAddress.ToString());
    }

    /// <summary>The live members that host substations, and how many substations.</summary>
    public IEnumerable<(string Node, int Substations)> SubstationHosts() => Cluster is not { } cluster
        ? []
        : cluster.State.Members
            .Where(member => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp
                && !cluster.State.Unreachable.Contains(member))
            .Select(member => (NodeRoles.NameOf(member), NodeRoles.SubstationsOf(member)))
            .Where(host => host.Item2 > 0);

    /// <summary>The address of a member that is named by its name or its address.</summary>
    public Address? Find(ClusterTarget target) => Cluster?.State.Members
        .FirstOrDefault(member =>
            (target.Name is null || NodeRoles.NameOf(member) == target.Name)
            && (target.Address is null || member.Address.ToString() == target.Address))
        ?.Address;

    /// <summary>A member as the contract shows it.</summary>
    public static ClusterMember Shown(Member member, bool reachable) => new(
        NodeRoles.NameOf(member),
        member.Address.ToString(),
        NodeRoles.Shown(member),
        StatusOf(member.Status),
        reachable,
        member.AppVersion.Version);

    // Akka's own words, in lower case.
    private static string StatusOf(MemberStatus status) => status.ToString().ToLowerInvariant();

    private ClusterMember Alone() => new(
        options.Name, options.Address.Value, [], StatusOf(MemberStatus.Joining), Reachable: true, NodeVersion.Text);
}
