using System.Collections;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The other members of the replica set, and which of them can be reached.</summary>
internal sealed class PeerTable(ReplicaId self) : IReadOnlyCollection<Peer>
{
    private readonly SortedDictionary<ReplicaId, Peer> _peers = [];
    private readonly HashSet<ReplicaId> _reachable = [];

    /// <inheritdoc/>
    public int Count => _peers.Count;

    /// <summary>The replicas that can be reached, members or not.</summary>
    public IReadOnlySet<ReplicaId> ReachableNames => _reachable;

    /// <summary>The active members.</summary>
    public IEnumerable<Peer> Active => _peers.Values.Where(peer => peer.Member.IsActive);

    /// <summary>The active members that can be reached.</summary>
    public IEnumerable<Peer> Reachable => _peers.Values.Where(peer => peer.IsReachable);

    public bool TryGet(ReplicaId name, [NotNullWhen(true)] out Peer? peer) => _peers.TryGetValue(name, out peer);

    /// <summary>Finds the peer of an incarnation, if the incarnation is the latest known one of its name.</summary>
    public bool TryGet(Incarnation incarnation, [NotNullWhen(true)] out Peer? peer) =>
        _peers.TryGetValue(incarnation.Replica, out peer) && peer.Member.IsActive && peer.Incarnation == incarnation;

    /// <summary>Updates the peers to match the replica set.</summary>
    public void Follow(ReplicaSet set)
    {
        foreach (var member in set.Members.Where(member => member.Name != self))
        {
            if (!_peers.TryGetValue(member.Name, out var peer))
                _peers.Add(member.Name, peer = new Peer(member));
            else if (peer.Member != member)
                peer.Entered(member);
            peer.IsReachable = IsReachable(member);
        }
    }

    /// <summary>Sets which replicas can be reached.</summary>
    public void Reach(IEnumerable<ReplicaId> replicas)
    {
        _reachable.Clear();
        _reachable.UnionWith(replicas);
        foreach (var peer in _peers.Values)
            peer.IsReachable = IsReachable(peer.Member);
    }

    /// <summary>Counts the waiting announcements that this replica's clock on disk covers.</summary>
    public void CountAnnouncements(VectorClock durable)
    {
        foreach (var peer in _peers.Values)
            peer.Count(durable);
    }

    public IEnumerator<Peer> GetEnumerator() => _peers.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsReachable(Member member) => member.IsActive && _reachable.Contains(member.Name);
}
