using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Where the other members of the cluster have their replica actors, and which of them can be reached.
/// </summary>
/// <param name="context">The actor whose directory this is.</param>
/// <param name="name">Its replica.</param>
/// <param name="set">The replica set, as far as it is known.</param>
internal sealed class PeerDirectory(IActorContext context, ReplicaId name, ReplicaSet set)
{
    private readonly Address _self = Cluster.Get(context.System).SelfAddress;

    // By address and incarnation: a node that was removed while it was unreachable comes back at its own address.
    private readonly HashSet<UniqueAddress> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private readonly Dictionary<ReplicaId, IActorRef> _byName = [];
    private readonly HashSet<Address> _heard = [];
    private ReplicaSet _set = set;

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
    public bool HasHeardAll => ReachableAddresses.All(_heard.Contains);

    private IEnumerable<Address> ReachableAddresses => _members.Except(_unreachable).Select(member => member.Address);

    /// <summary>Has the actor told of the cluster's members from now on.</summary>
    public void Subscribe() => Cluster.Get(context.System).Subscribe(
        context.Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
        typeof(ClusterEvent.IMemberEvent),
        typeof(ClusterEvent.ReachabilityEvent));

    /// <summary>Ends that.</summary>
    public void Unsubscribe() => Cluster.Get(context.System).Unsubscribe(context.Self);

    /// <summary>Takes over what the cluster tells; false where it is nothing of the cluster's.</summary>
    public bool TryTake(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Clear();
                _unreachable.Clear();
                _members.UnionWith(state.Members.Where(IsOther).Select(member => member.UniqueAddress));
                _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
                return true;
            case ClusterEvent.IMemberEvent
            {
                Member: { Status: Akka.Cluster.MemberStatus.Removed or Akka.Cluster.MemberStatus.Down } gone
            }:
                _members.Remove(gone.UniqueAddress);
                _unreachable.Remove(gone.UniqueAddress);
                return true;
            case ClusterEvent.IMemberEvent { Member: var member }:
                if (IsOther(member))
                    _members.Add(member.UniqueAddress);
                return true;
            case ClusterEvent.UnreachableMember { Member: var member }:
                _unreachable.Add(member.UniqueAddress);
                return true;
            case ClusterEvent.ReachableMember { Member: var member }:
                _unreachable.Remove(member.UniqueAddress);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Notes where a replica speaks from. One that was superseded or retired may still have messages on their way, or
    /// not know: its name stays with the incarnation that counts.
    /// </summary>
    public void Heard(ReplicaMessage message, IActorRef replica)
    {
        _heard.Add(replica.Path.Address);
        if (message.From.Replica == name)
            return;
        if (message is ClockAnnouncement announcement)
            _set = _set.Join(announcement.View.Set);
        if (_set.IsCurrent(message.From))
            _byName[message.From.Replica] = replica;
    }

    /// <summary>The replica actor of a name; null where it was never heard of.</summary>
    public IActorRef? Find(ReplicaId name) => _byName.GetValueOrDefault(name);

    /// <summary>Tells every other member's replica something, whether its name is known or not.</summary>
    public void TellAll(object message, IActorRef sender)
    {
        foreach (var member in _members)
            context.ActorSelection(new RootActorPath(member.Address) / "user" / ReplicaActor.Name)
                .Tell(message, sender);
    }

    private bool IsOther(Akka.Cluster.Member member) => member.Address != _self;
}
