using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Formation;
using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Management;

/// <summary>The cluster commands of operators. They take effect after the call returns.</summary>
internal sealed class ClusterCommands(ActorSystemHandle handle, ClusterView view)
{
    /// <summary>How a command ended.</summary>
    internal enum Outcome
    {
        /// <summary>It is under way.</summary>
        Accepted,

        /// <summary>The address cannot be read.</summary>
        Malformed,

        /// <summary>There is no such member.</summary>
        NoSuchMember,

        /// <summary>This node is in no cluster, and the command needs one.</summary>
        NotInCluster,

        /// <summary>This node is in a cluster, and must leave that one first.</summary>
        AlreadyInCluster,

        /// <summary>This node builds its actor system again, or is about to; it cannot execute the command.</summary>
        Restarting,
    }

    /// <summary>Makes this node join a cluster: that of the given member, or of any seed.</summary>
    public Outcome Join(ClusterTarget target)
    {
        if (view.IsMember)
            return Outcome.AlreadyInCluster;
        Address? at = null;
        if (target.Name is not null || (target.Address is { } text && !TryParse(text, out at)))
            return Outcome.Malformed;
        if (handle.Current is not { } system || IsEnding(Cluster.Get(system)))
            return Outcome.Restarting;
        system.ActorSelection(FormationActor.Path).Tell(new FormationActor.JoinCluster(at));
        return Outcome.Accepted;
    }

    /// <summary>Makes a member leave gracefully: this node where none is named.</summary>
    public Outcome Leave(ClusterTarget target)
    {
        if (view.Cluster is not { } cluster || !view.IsMember)
            return Outcome.NotInCluster;
        if ((IsEmpty(target) ? cluster.SelfAddress : view.Find(target)) is not { } member)
            return Outcome.NoSuchMember;
        cluster.Leave(member);
        return Outcome.Accepted;
    }

    /// <summary>Downs a member.</summary>
    public Outcome Down(ClusterTarget target)
    {
        if (view.Cluster is not { } cluster || !view.IsMember)
            return Outcome.NotInCluster;
        if (IsEmpty(target))
            return Outcome.Malformed;
        if (view.Find(target) is not { } member)
            return Outcome.NoSuchMember;
        cluster.Down(member);
        return Outcome.Accepted;
    }

    /// <summary>Downs all members that this node cannot reach.</summary>
    public Outcome DownUnreachable()
    {
        if (view.Cluster is not { } cluster || !view.IsMember)
            return Outcome.NotInCluster;
        foreach (var member in cluster.State.Unreachable)
            cluster.Down(member.Address);
        return Outcome.Accepted;
    }

    private static bool IsEnding(Cluster cluster) =>
        cluster.IsTerminated || cluster.SelfMember.Status is MemberStatus.Exiting or MemberStatus.Down;

    // Akka would try forever to reach an address that no node of this grid can have.
    private static bool TryParse(string text, [NotNullWhen(true)] out Address? address) =>
        Address.TryParse(text, out address)
        && address is { Protocol: "akka.tcp", System: NodeOptions.SystemName, Host.Length: > 0, Port: > 0 };

    private static bool IsEmpty(ClusterTarget target) => target is { Name: null, Address: null };
}
