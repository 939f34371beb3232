using System.Collections.Immutable;
using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Simulation.Formation;

namespace AkkaGrid.Core.Tests.Formation;

/// <summary>
/// Seeds in virtual time, behind a network that loses, doubles, delays and cuts; a cut has one direction. A seed may
/// restart, may have left and look for no cluster, and may be unable to found one.
/// </summary>
internal sealed class VirtualSeeds
{
    private readonly Random _random;
    private readonly List<(TimeSpan At, NodeAddress To, IFormationMessage Message)> _inFlight = [];
    private readonly Dictionary<NodeAddress, Seed> _seeds;
    private readonly FormationWitness _witness;

    public VirtualSeeds(int count, int randomSeed)
    {
        _random = new Random(randomSeed);
        Addresses = [.. Enumerable.Range(1, count).Select(i => new NodeAddress($"seed{i}"))];
        _witness = new FormationWitness((kind, message) => Violations.Add($"{kind}: {message}"));
        _seeds = Addresses.ToDictionary(address => address, Start);
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

    /// <summary>The votes and elections that broke a rule.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>When and by whom a cluster was founded, in order.</summary>
    public List<(TimeSpan At, NodeAddress Founder)> Founded { get; } = [];

    public IEnumerable<NodeAddress> Members =>
        _seeds.Where(seed => seed.Value.Formation.IsMember).Select(seed => seed.Key);

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
        var fresh = Start(address);
        fresh.Written = former.Written;
        fresh.Formation.IsSeeking = former.Formation.IsSeeking;
        if (former.Written is { } vote)
            fresh.Formation.RestoreVote(vote.Candidate, vote.Remaining(fresh.Life.Settings.VoteLease, Clock), Now);
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
            foreach (var seed in _seeds.Values.Where(seed => seed.FoundsAt <= Now))
                Found(seed);
            foreach (var seed in _seeds.Values.Where(seed => seed.NextTick <= Now).ToList())
            {
                seed.NextTick = Now + TimeSpan.FromMilliseconds(_random.Next(150, 250));
                seed.Life.Tick(Now);
            }
        }
        return Now - start;
    }

    private void Found(Seed seed)
    {
        seed.FoundsAt = null;
        if (seed.Formation.IsMember)
            return;
        Founded.Add((Now, seed.Address));
        seed.Cluster = seed.Address;
        seed.Formation.Joined();
    }

    private void Deliver()
    {
        var due = _inFlight.Where(message => message.At <= Now).ToList();
        _inFlight.RemoveAll(message => message.At <= Now);
        foreach (var (_, to, message) in due)
            if (_seeds.TryGetValue(to, out var seed))
                seed.Life.Receive(message, Now);
    }

    private void Send(NodeAddress from, NodeAddress to, IFormationMessage message)
    {
        var copies = from == to ? 1 : _random.NextDouble() < Loss ? 0 : _random.NextDouble() < Loss ? 2 : 1;
        for (var copy = 0; copy < copies && !Cut.Contains((from, to)); copy++)
            _inFlight.Add((Now + (MaxDelay * _random.NextDouble()), to, message));
    }

    private ClockReading Clock => new("the virtual clock", Now);

    private Seed Start(NodeAddress address) =>
        new(this, new FormationSettings(address, address.Value, Addresses), (ulong)_random.NextInt64());

    private sealed class Seed : IFormationPort
    {
        private readonly VirtualSeeds _all;

        public Seed(VirtualSeeds all, FormationSettings settings, ulong incarnation)
        {
            _all = all;
            Life = new FormationLife(settings, incarnation, this);
        }

        public FormationLife Life { get; }

        public ClusterFormation Formation => Life.Formation;

        public NodeAddress Address => Life.Settings.Self;

        public TimeSpan NextTick { get; set; }

        public NodeAddress Cluster { get; set; }

        public TimeSpan? FoundsAt { get; set; }

        public PersistedVote? Written { get; set; }

        public ClusterMembership Membership { get; } = new([], Since: 0);

        public IReadOnlyDictionary<string, NodeAddress> LiveMembers => ImmutableDictionary<string, NodeAddress>.Empty;

        public void Send(NodeAddress to, IFormationMessage message) => _all.Send(Address, to, message);

        public void Cast(CastVote vote)
        {
            Written = new PersistedVote(vote.Candidate, _all.Clock);
            _all._witness.Voted(Address, vote.Candidate, _all.Now, Life.Settings.VoteLease);
            Send(vote.Candidate, new Vote(Address, vote.Round));
        }

        public void Join(NodeAddress at)
        {
            if (at == Address)
                Elected();
            else if (!_all.Cut.Contains((Address, at)) && _all._seeds[at] is { Formation.IsMember: true } member)
            {
                Cluster = member.Cluster;
                Formation.Joined();
            }
        }

        public void Yield(ClusterCard to) => throw new NotSupportedException();

        public void GiveUp(NameTaken because) => throw new NotSupportedException();

        private void Elected()
        {
            _all._witness.Elected(Life.Settings, _all.Now);
            if (_all.Unable.Contains(Address))
                return;
            FoundsAt = _all.Now + (_all.MaxFounding * _all._random.NextDouble());
            if (FoundsAt == _all.Now)
                _all.Found(this);
        }
    }
}
