using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// Replicas in virtual time, behind a network that a test can cut, hold and replay; with a seed it loses, doubles and
/// reorders by itself, the same way each time.
/// </summary>
public sealed class VirtualNetwork
{
    private readonly Random _random;
    private readonly List<(ReplicaId From, ReplicaId To, IPeerMessage Message)> _inFlight = [];
    private readonly HashSet<(ReplicaId From, ReplicaId To)> _cut = [];
    private readonly ReplicaOptions _options;
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(56);

    public VirtualNetwork(int seed, ReplicaOptions options, params string[] names)
    {
        _random = new Random(seed);
        _options = options;
        foreach (var name in names)
            Join(name);
        Settle();
    }

    public SortedDictionary<ReplicaId, VirtualReplica> Replicas { get; } = [];

    public VirtualReplica this[string name] => Replicas[ReplicaId.Create(name)];

    /// <summary>The share of messages that get lost.</summary>
    public double Loss { get; set; }

    /// <summary>The share of messages that arrive twice.</summary>
    public double Duplication { get; set; }

    /// <summary>Whether messages overtake each other.</summary>
    public bool Reorders { get; set; }

    /// <summary>How many messages of each kind were sent.</summary>
    public Dictionary<Type, int> Sent { get; } = [];

    public DateTimeOffset Now => _now = _now.AddMilliseconds(1);

    public VirtualReplica Join(string name)
    {
        var id = ReplicaId.Create(name);
        return Replicas[id] = new VirtualReplica(id, NextNonce(), _options, Now, Send);
    }

    public void Restart(string name) => this[name].Restart(NextNonce(), Now);

    /// <summary>Starts a replica again, with nothing on its disk.</summary>
    public void LoseDisk(string name) => Restore(name, new MemoryStorage());

    /// <summary>Starts a replica again, on another disk.</summary>
    public void Restore(string name, MemoryStorage disk) => this[name].Restart(NextNonce(), Now, disk);

    /// <summary>Lets the clocks go on.</summary>
    public void Advance(TimeSpan time) => _now += time;

    /// <summary>Loses all that goes from one replica to another.</summary>
    public void Cut(string from, string to) => _cut.Add((ReplicaId.Create(from), ReplicaId.Create(to)));

    public void HealAll() => _cut.Clear();

    /// <summary>Delivers one message, in order or a random one.</summary>
    public bool Step()
    {
        if (_inFlight.Count == 0)
            return false;
        var index = Reorders ? _random.Next(_inFlight.Count) : 0;
        var (from, to, message) = _inFlight[index];
        if (_random.NextDouble() >= Duplication)
            _inFlight.RemoveAt(index);
        if (_random.NextDouble() >= Loss)
            Replicas[to].Receive(message, from);
        return true;
    }

    public void Tick()
    {
        foreach (var replica in Replicas.Values)
        {
            replica.Tick(
                Replicas.Keys.Where(other => other != replica.Name && !_cut.Contains((other, replica.Name))), Now);
        }
    }

    /// <summary>Lets time pass, with all messages that are in flight arriving meanwhile.</summary>
    public void Run(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            Tick();
            Drain();
        }
    }

    public void Drain()
    {
        while (Step())
        {
        }
    }

    /// <summary>A while without faults: what is to converge has converged then.</summary>
    public void Settle()
    {
        (Loss, Duplication, Reorders) = (0, 0, false);
        Run(30);
    }

    private void Send(ReplicaId from, ReplicaId? to, IPeerMessage message)
    {
        Sent[message.GetType()] = Sent.GetValueOrDefault(message.GetType()) + 1;
        foreach (var target in to is { } one ? [one] : Replicas.Keys.Where(other => other != from))
        {
            if (!_cut.Contains((from, target)) && Replicas.ContainsKey(target))
                _inFlight.Add((from, target, message));
        }
    }

    private ulong NextNonce() => (ulong)_random.NextInt64();
}
