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

    /// <summary>The members that can be reached.</summary>
    public IReadOnlySet<ReplicaId> ReachableNames => _reachable;

    /// <summary>The peers that count and can be reached.</summary>
    public IEnumerable<Peer> Reachable => _peers.Values.Where(peer => peer.IsReachable);

    public Peer this[ReplicaId name] => _peers[name];

    public bool TryGet(ReplicaId name, [NotNullWhen(true)] out Peer? peer) => _peers.TryGetValue(name, out peer);

    /// <summary>Brings the peers in line with the set: one for each name, each at its newest incarnation.</summary>
    public void Follow(ReplicaSet set)
    {
        foreach (var member in set.Members.Where(member => member.Name != self))
        {
            if (!_peers.TryGetValue(member.Name, out var peer))
                _peers.Add(member.Name, new Peer(member.Incarnation) { IsReachable = IsReachable(member) });
            else if (peer.Incarnation != member.Incarnation)
                peer.Restarted(member.Incarnation);
            if (!member.IsActive)
                _peers[member.Name].IsReachable = false;
        }
    }

    /// <summary>Notes which replicas can be reached.</summary>
    public void Reach(IEnumerable<ReplicaId> replicas, ReplicaSet set)
    {
        _reachable.Clear();
        _reachable.UnionWith(replicas);
        foreach (var member in set.Members)
        {
            if (_peers.TryGetValue(member.Name, out var peer))
                peer.IsReachable = IsReachable(member);
        }
    }

    /// <summary>Counts on what the peers have said, as far as what they had written by then is here.</summary>
    public void Witness(Coverage delivered)
    {
        foreach (var peer in _peers.Values)
            peer.Witness(delivered);
    }

    public IEnumerator<Peer> GetEnumerator() => _peers.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsReachable(Member member) => member.IsActive && _reachable.Contains(member.Name);
}
