using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Tests.Formation;

/// <summary>
/// Seeds in virtual time, behind a network that loses, doubles, delays and cuts; a cut has one direction. A seed may restart,
/// may have left and look for no cluster, and may be unable to found one.
/// </summary>
internal sealed class VirtualSeeds
{
    private readonly Random _random;
    private readonly List<(TimeSpan At, NodeAddress To, IFormationMessage Message)> _inFlight = [];
    private readonly Dictionary<NodeAddress, Seed> _seeds;

    public VirtualSeeds(int count, int randomSeed)
    {
        _random = new Random(randomSeed);
        Addresses = [.. Enumerable.Range(1, count).Select(i => new NodeAddress($"seed{i}"))];
        _seeds = Addresses.ToDictionary(address => address, address => new Seed(Start(address)));
    }

    public ImmutableArray<NodeAddress> Addresses { get; }

    public TimeSpan Now { get; private set; }

    public double Loss { get; set; }

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    public HashSet<(NodeAddress From, NodeAddress To)> Cut { get; } = [];

    /// <summary>The longest time between the election of a founder and its membership.</summary>
    public TimeSpan MaxFounding { get; set; }

    /// <summary>The seeds that can win an election and then do not come into their own cluster.</summary>
    public HashSet<NodeAddress> Unable { get; } = [];

    /// <summary>When each seed voted, and for whom, in order.</summary>
    public List<(TimeSpan At, NodeAddress Voter, NodeAddress Candidate)> Votes { get; } = [];

    /// <summary>When each founder was elected, in order.</summary>
    public List<(TimeSpan At, NodeAddress Founder)> Elected { get; } = [];

    /// <summary>When and by whom a cluster was founded, in order.</summary>
    public List<(TimeSpan At, NodeAddress Founder)> Founded { get; } = [];

    /// <summary>Whom a node gave up its start for.</summary>
    public List<NodeAddress> GaveUp { get; } = [];

    public IEnumerable<NodeAddress> Members => _seeds.Where(seed => seed.Value.Formation.IsMember).Select(seed => seed.Key);

    public NodeAddress ClusterOf(NodeAddress address) => _seeds[address].Cluster;

    public void Isolate(NodeAddress address)
    {
        foreach (var other in Addresses.Where(other => other != address))
        {
            Cut.Add((address, other));
            Cut.Add((other, address));
        }
    }

    /// <summary>A process dies and comes back; only what it wrote down survives.</summary>
    public void Restart(NodeAddress address)
    {
        var former = _seeds[address];
        var fresh = new Seed(Start(address)) { Written = former.Written };
        fresh.Formation.IsSeeking = former.Formation.IsSeeking;
        if (former.Written is { } vote)
            fresh.Formation.RestoreVote(vote.Candidate, vote.Remaining(Settings(address).VoteLease, Clock), Now);
        _seeds[address] = fresh;
    }

    /// <summary>A seed leaves: its actor system starts again, and looks for no cluster.</summary>
    public void Leave(NodeAddress address)
    {
        Restart(address);
        _seeds[address].Formation.IsSeeking = false;
    }

    public void Stop(NodeAddress address) => _seeds.Remove(address);

    public void RunFor(TimeSpan span) => RunUntil(() => false, span);

    /// <summary>Runs until a condition holds, or a time has passed.</summary>
    /// <returns>How long it ran.</returns>
    public TimeSpan RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        var start = Now;
        for (; Now - start < atMost && !condition(); Now += TimeSpan.FromMilliseconds(10))
        {
            Deliver();
            foreach (var (address, seed) in _seeds.Where(seed => seed.Value.FoundsAt <= Now))
                Found(address, seed);
            foreach (var (address, seed) in _seeds.Where(seed => seed.Value.NextTick <= Now).ToList())
            {
                seed.NextTick = Now + TimeSpan.FromMilliseconds(_random.Next(150, 250));
                Carry(address, seed, seed.Formation.Tick(Now));
            }
        }
        return Now - start;
    }

    private void Found(NodeAddress address, Seed seed)
    {
        seed.FoundsAt = null;
        if (seed.Formation.IsMember)
            return;
        Founded.Add((Now, address));
        seed.Cluster = address;
        seed.Formation.Joined();
    }

    private void Deliver()
    {
        var due = _inFlight.Where(message => message.At <= Now).ToList();
        _inFlight.RemoveAll(message => message.At <= Now);
        foreach (var (_, to, message) in due)
            if (_seeds.TryGetValue(to, out var seed))
                Carry(to, seed, seed.Formation.Receive(message, Now, ImmutableDictionary<string, NodeAddress>.Empty));
    }

    private void Carry(NodeAddress self, Seed seed, IReadOnlyList<IFormationStep> steps)
    {
        foreach (var step in steps)
            switch (step)
            {
                case Tell tell:
                    Send(self, tell.To, tell.Message);
                    break;
                case CastVote vote:
                    seed.Written = new PersistedVote(vote.Candidate, Clock);
                    Votes.Add((Now, self, vote.Candidate));
                    Send(self, vote.Candidate, new Vote(self, vote.Round));
                    break;
                case Join join when join.At == self:
                    Elected.Add((Now, self));
                    if (Unable.Contains(self))
                        break;
                    seed.FoundsAt = Now + (MaxFounding * _random.NextDouble());
                    if (seed.FoundsAt == Now)
                        Found(self, seed);
                    break;
                case Join join when !Cut.Contains((self, join.At)) && _seeds[join.At].Formation.IsMember:
                    seed.Cluster = _seeds[join.At].Cluster;
                    seed.Formation.Joined();
                    break;
                case GiveUp:
                    GaveUp.Add(self);
                    break;
            }
    }

    private void Send(NodeAddress from, NodeAddress to, IFormationMessage message)
    {
        var copies = from == to ? 1 : _random.NextDouble() < Loss ? 0 : _random.NextDouble() < Loss ? 2 : 1;
        for (var copy = 0; copy < copies && !Cut.Contains((from, to)); copy++)
            _inFlight.Add((Now + (MaxDelay * _random.NextDouble()), to, message));
    }

    private ClockReading Clock => new("the virtual clock", Now);

    private ClusterFormation Start(NodeAddress address) => new(Settings(address), (ulong)_random.NextInt64());

    private FormationSettings Settings(NodeAddress address) => new(address, address.Value, Addresses);

    private sealed class Seed(ClusterFormation formation)
    {
        public ClusterFormation Formation { get; } = formation;

        public TimeSpan NextTick { get; set; }

        public NodeAddress Cluster { get; set; }

        public TimeSpan? FoundsAt { get; set; }

        public PersistedVote? Written { get; set; }
    }
}
