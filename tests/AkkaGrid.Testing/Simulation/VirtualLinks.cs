using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// The links between machines: they delay, and lose, double and reorder as the weather is, and can be cut one way. A
/// message goes to a name, as bytes; where two machines live under one, both get it.
/// </summary>
public sealed class VirtualLinks(Chance chance, VirtualTime time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(1_500);

    private readonly SortedDictionary<ReplicaId, (ReplicaId Name, Action<ReplicaId, WireMessage> Receive)> _ends = [];
    private readonly Dictionary<(ReplicaId From, ReplicaId To), Link> _links = [];

    public Weather Weather { get; set; } = Weather.Fair;

    /// <summary>How many messages of each kind were sent.</summary>
    public Dictionary<Type, long> Sent { get; } = [];

    /// <summary>Connects a machine, under the name of its replica.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The name.</param>
    /// <param name="receive">Takes messages, with the names of their senders.</param>
    public void Connect(ReplicaId machine, ReplicaId name, Action<ReplicaId, WireMessage> receive) =>
        _ends[machine] = (name, receive);

    /// <summary>Takes a machine away.</summary>
    public void Disconnect(ReplicaId machine) => _ends.Remove(machine);

    /// <summary>Loses all that goes from one machine to another, for a while.</summary>
    public void Cut(ReplicaId from, ReplicaId to, TimeSpan during)
    {
        var link = LinkOf(from, to);
        link.CutUntil = link.CutUntil > time.Now + during ? link.CutUntil : time.Now + during;
    }

    /// <summary>Whether all is lost now that goes from one machine to another.</summary>
    public bool IsCut(ReplicaId from, ReplicaId to) => LinkOf(from, to).CutUntil > time.Now;

    /// <summary>
    /// Carries something else than a message of replicas: it is lost, doubled and late as they are, by a chance of its
    /// own.
    /// </summary>
    public void Carry(ReplicaId from, ReplicaId to, Chance luck, Action arrive)
    {
        if (IsCut(from, to) || luck.Of(1).Share < Weather.Loss)
            return;
        time.After(DelayOf(luck.Of(2)), arrive);
        if (luck.Of(3).Share < Weather.Duplication)
            time.After(DelayOf(luck.Of(4)), arrive);
    }

    public void HealAll()
    {
        foreach (var link in _links.Values)
            link.CutUntil = default;
        Weather = Weather.Fair;
    }

    /// <summary>Sends a message from a machine to all others.</summary>
    public void SendToAll(ReplicaId from, IPeerMessage message)
    {
        var sent = new WireMessage(message);
        foreach (var to in _ends.Keys)
        {
            if (to != from)
                Transmit(from, to, sent);
        }
    }

    /// <summary>Sends a message from a machine to a name.</summary>
    public void Send(ReplicaId from, ReplicaId name, IPeerMessage message)
    {
        var sent = new WireMessage(message);
        foreach (var (to, end) in _ends)
        {
            if (to != from && end.Name == name)
                Transmit(from, to, sent);
        }
    }

    private void Transmit(ReplicaId from, ReplicaId to, WireMessage message)
    {
        if (!_ends.TryGetValue(from, out var sender))
            return;
        Sent[message.Kind] = Sent.GetValueOrDefault(message.Kind) + 1;
        var link = LinkOf(from, to);
        if (link.CutUntil > time.Now)
            return;
        var luck = link.Chance.Of((ulong)time.Now.Ticks).Of(link.NumberAt(time.Now));
        if (luck.Of(1).Share < Weather.Loss)
            return;
        Arrive(sender.Name, to, message, luck.Of(2));
        if (luck.Of(3).Share < Weather.Duplication)
            Arrive(sender.Name, to, message, luck.Of(4));
    }

    private void Arrive(ReplicaId sender, ReplicaId to, WireMessage message, Chance luck) =>
        time.After(DelayOf(luck), () =>
        {
            if (_ends.TryGetValue(to, out var end))
                end.Receive(sender, message);
        });

    private TimeSpan DelayOf(Chance luck) =>
        luck.Of(1).Share < Weather.Late ? luck.Between(Longest, Latest) : luck.Between(Shortest, Longest);

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
