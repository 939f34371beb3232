using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The links between replicas: they delay, and lose, double and reorder as the weather is, and can be cut one way.</summary>
public sealed class VirtualLinks(Chance chance, VirtualTime time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(1_500);

    private readonly SortedDictionary<ReplicaId, Action<ReplicaId, IPeerMessage>> _ends = [];
    private readonly Dictionary<(ReplicaId From, ReplicaId To), Link> _links = [];

    public Weather Weather { get; set; } = Weather.Fair;

    /// <summary>Connects a replica, or what has come in its place.</summary>
    public void Connect(ReplicaId name, Action<ReplicaId, IPeerMessage> receive) => _ends[name] = receive;

    /// <summary>Loses all that goes from one replica to another, for a while.</summary>
    public void Cut(ReplicaId from, ReplicaId to, TimeSpan during)
    {
        var link = LinkOf(from, to);
        link.CutUntil = link.CutUntil > time.Now + during ? link.CutUntil : time.Now + during;
    }

    public void HealAll()
    {
        foreach (var link in _links.Values)
            link.CutUntil = default;
        Weather = Weather.Fair;
    }

    public void SendToAll(ReplicaId from, IPeerMessage message)
    {
        foreach (var to in _ends.Keys)
        {
            if (to != from)
                Send(from, to, message);
        }
    }

    public void Send(ReplicaId from, ReplicaId to, IPeerMessage message)
    {
        if (!_ends.ContainsKey(to))
            return;
        var link = LinkOf(from, to);
        if (link.CutUntil > time.Now)
            return;
        var luck = link.Chance.Of((ulong)time.Now.Ticks).Of(link.NumberAt(time.Now));
        if (luck.Of(1).Share < Weather.Loss)
            return;
        Arrive(from, to, message, luck.Of(2));
        if (luck.Of(3).Share < Weather.Duplication)
            Arrive(from, to, message, luck.Of(4));
    }

    private void Arrive(ReplicaId from, ReplicaId to, IPeerMessage message, Chance luck)
    {
        var delay = luck.Of(1).Share < Weather.Late ? luck.Between(Longest, Latest) : luck.Between(Shortest, Longest);
        time.After(delay, () => _ends[to](from, message));
    }

    private Link LinkOf(ReplicaId from, ReplicaId to)
    {
        if (!_links.TryGetValue((from, to), out var link))
            _links[(from, to)] = link = new Link(chance.Of(from.Value).Of(to.Value));
        return link;
    }

    private sealed class Link(Chance chance)
    {
        private TimeSpan _last;
        private ulong _number;

        public Chance Chance => chance;

        public TimeSpan CutUntil { get; set; }

        /// <summary>Tells messages of the same moment apart.</summary>
        public ulong NumberAt(TimeSpan now)
        {
            _number = now == _last ? _number + 1 : 0;
            _last = now;
            return _number;
        }
    }
}
