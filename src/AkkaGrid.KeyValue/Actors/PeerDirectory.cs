using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Where the other members of the cluster have their replica actors, and which of them can be reached.</summary>
internal sealed class PeerDirectory(IActorContext context, Address self)
{
    // By address and incarnation: a node that was removed while it was unreachable comes back at its own address.
    private readonly HashSet<UniqueAddress> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private readonly Dictionary<ReplicaId, IActorRef> _byName = [];

    /// <summary>The replicas whose nodes are members and can be reached.</summary>
    public IEnumerable<ReplicaId> Reachable
    {
        get
        {
            var addresses = ReachableAddresses.ToHashSet();
            return _byName.Where(peer => addresses.Contains(peer.Value.Path.Address)).Select(peer => peer.Key);
        }
    }

    /// <summary>Whether every member that can be reached has spoken.</summary>
    public bool HasHeardAll => ReachableAddresses.All(address => _byName.Values.Any(peer => peer.Path.Address == address));

    private IEnumerable<Address> ReachableAddresses => _members.Except(_unreachable).Select(member => member.Address);

    /// <summary>Takes the cluster's state over, as it is when the subscription starts.</summary>
    public void Take(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        _unreachable.Clear();
        foreach (var member in state.Members)
            Add(member);
        _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
    }

    /// <summary>Takes a change of the cluster over.</summary>
    public void Take(ClusterEvent.IMemberEvent change)
    {
        if (change.Member.Status is not (MemberStatus.Removed or MemberStatus.Down))
        {
            Add(change.Member);
            return;
        }

        _members.Remove(change.Member.UniqueAddress);
        _unreachable.Remove(change.Member.UniqueAddress);
    }

    /// <summary>Takes a change of who can be reached over.</summary>
    public void Take(ClusterEvent.ReachabilityEvent change)
    {
        if (change is ClusterEvent.UnreachableMember)
            _unreachable.Add(change.Member.UniqueAddress);
        else
            _unreachable.Remove(change.Member.UniqueAddress);
    }

    /// <summary>Notes where a replica speaks from.</summary>
    public void Heard(ReplicaId name, IActorRef replica) => _byName[name] = replica;

    /// <summary>The replica actor of a name; null where it was never heard of.</summary>
    public IActorRef? Find(ReplicaId name) => _byName.GetValueOrDefault(name);

    /// <summary>Tells every other member's replica something, whether its name is known or not.</summary>
    public void TellAll(object message, IActorRef sender)
    {
        foreach (var member in _members)
            context.ActorSelection(new RootActorPath(member.Address) / "user" / ReplicaActor.Name).Tell(message, sender);
    }

    private void Add(Member member)
    {
        if (member.Address != self)
            _members.Add(member.UniqueAddress);
    }
}
