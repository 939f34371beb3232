using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Where the other members of the cluster have their replica actors, and which of them can be reached.</summary>
internal sealed class PeerDirectory(IActorContext context, Address self)
{
    private readonly HashSet<Address> _members = [];
    private readonly HashSet<Address> _unreachable = [];
    private readonly Dictionary<ReplicaId, IActorRef> _byName = [];

    /// <summary>The replicas whose nodes are members and can be reached.</summary>
    public IEnumerable<ReplicaId> Reachable => _byName
        .Where(peer => _members.Contains(peer.Value.Path.Address) && !_unreachable.Contains(peer.Value.Path.Address))
        .Select(peer => peer.Key);

    /// <summary>Takes the cluster's state over, as it is when the subscription starts.</summary>
    public void Take(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        _unreachable.Clear();
        foreach (var member in state.Members)
            Add(member);
        foreach (var member in state.Unreachable)
            _unreachable.Add(member.Address);
    }

    /// <summary>Takes a change of the cluster over.</summary>
    public void Take(ClusterEvent.IMemberEvent change)
    {
        if (change.Member.Status is MemberStatus.Removed or MemberStatus.Down)
            _members.Remove(change.Member.Address);
        else
            Add(change.Member);
    }

    /// <summary>Takes a change of who can be reached over.</summary>
    public void Take(ClusterEvent.ReachabilityEvent change)
    {
        if (change is ClusterEvent.UnreachableMember)
            _unreachable.Add(change.Member.Address);
        else
            _unreachable.Remove(change.Member.Address);
    }

    /// <summary>Notes where a replica speaks from.</summary>
    public void Heard(ReplicaId name, IActorRef replica) => _byName[name] = replica;

    /// <summary>The replica actor of a name; null where it was never heard of.</summary>
    public IActorRef? Find(ReplicaId name) => _byName.GetValueOrDefault(name);

    /// <summary>Tells every other member's replica something, whether its name is known or not.</summary>
    public void TellAll(object message, IActorRef sender)
    {
        foreach (var member in _members)
            context.ActorSelection(new RootActorPath(member) / "user" / ReplicaActor.Name).Tell(message, sender);
    }

    private void Add(Member member)
    {
        if (member.Address != self)
            _members.Add(member.Address);
    }
}
