using System.Collections.Immutable;
using AkkaGrid.Core.Formation;
using AkkaGrid.Testing.Simulation.Formation;

namespace AkkaGrid.Core.Tests.Formation;

/// <summary>
/// Clusters in virtual time that can meet: a network that loses, doubles and delays; members that see their own cluster
/// late, leave it and come back.
/// </summary>
internal sealed class VirtualClusters
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Random _random;
    private readonly List<(TimeSpan At, NodeAddress To, IFormationMessage Message)> _inFlight = [];
    private readonly Dictionary<NodeAddress, Node> _nodes;
    private readonly List<VirtualCluster> _clusters = [];
    private readonly ImmutableArray<NodeAddress> _seeds;

    /// <param name="sizes">How many members each cluster has, the youngest cluster first.</param>
    /// <param name="randomSeed">Decides everything that is left to chance.</param>
    public VirtualClusters(IReadOnlyList<int> sizes, int randomSeed)
    {
        _random = new Random(randomSeed);
        _seeds = [.. Enumerable.Range(1, sizes.Sum()).Select(i => new NodeAddress($"seed{i}"))];
        _nodes = _seeds.ToDictionary(address => address, Start);
        var next = 0;
        foreach (var size in sizes)
        {
            var cluster = new VirtualCluster();
            _clusters.Add(cluster);
            for (var i = 0; i < size; i++)
                Enter(cluster, _nodes[_seeds[next++]], TimeSpan.FromSeconds(-_clusters.Count));
        }
    }

    public TimeSpan Now { get; private set; }

    public double Loss { get; set; }

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How late a node may see what became of its own cluster.</summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromMilliseconds(300);

    public IReadOnlyList<NodeAddress> Addresses => _seeds;

    /// <summary>Which cluster yielded to which, in order.</summary>
    public List<(VirtualCluster From, VirtualCluster To)> Yielded { get; } = [];

    public IReadOnlyList<VirtualCluster> Remaining => [.. _clusters.Where(cluster => cluster.Present.Length > 0)];

    /// <summary>A node leaves its cluster and soon looks for one again, unless it is the last one there.</summary>
    public void Bounce(NodeAddress address)
    {
        var node = _nodes[address];
        if (node.Cluster is not { HasYielded: false } cluster || node.LeavesAt is not null
            || cluster.Present.Count(member => member.IsSettled) < 2)
            return;
        cluster.Change(Now, [.. cluster.Present.Select(member =>
            member.Address == address ? member with { IsSettled = false } : member)]);
        node.LeavesAt = Now + Upto(TimeSpan.FromMilliseconds(500));
    }

    public void RunFor(TimeSpan span)
    {
        for (var end = Now + span; Now < end; Now += Step)
        {
            var due = _inFlight.Where(message => message.At <= Now).ToList();
            _inFlight.RemoveAll(message => message.At <= Now);
            foreach (var (_, to, message) in due)
                _nodes[to].Life.Receive(message, Now);
            foreach (var node in _nodes.Values)
                Live(node);
        }
    }

    private void Live(Node node)
    {
        if (node.LeavesAt <= Now)
        {
            node.Cluster!.Change(Now, [.. node.Cluster.Present.Where(member => member.Address != node.Address)]);
            _nodes[node.Address] = Start(node.Address);
        }
        else if (node.Cluster is null && node.LooksAt <= Now)
        {
            var open = _clusters.Where(cluster => cluster is { HasYielded: false, Present.Length: > 0 }).ToList();
            if (open.Count > 0)
                Enter(open[_random.Next(open.Count)], node, Now);
        }
        else if (node.Cluster is not null && node.NextTick <= Now)
        {
            node.NextTick = Now + Upto(TimeSpan.FromMilliseconds(400));
            node.Life.Tick(Now);
        }
    }

    private void Send(NodeAddress to, IFormationMessage message)
    {
        var copies = _random.NextDouble() < Loss ? 0 : _random.NextDouble() < Loss ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
            _inFlight.Add((Now + Upto(MaxDelay), to, message));
    }

    private void Yield(VirtualCluster from, ClusterCard to)
    {
        Yielded.Add((from, _clusters.Single(cluster => cluster.Entered.Contains((to.Oldest, to.Since)))));
        from.HasYielded = true;
        from.Change(Now, [.. from.Present.Select(member => member with { IsSettled = false })]);
        foreach (var member in from.Present)
            _nodes[member.Address].LeavesAt = Now + Upto(TimeSpan.FromSeconds(1));
    }

    private ClusterMembership Seen(Node node) => node.Cluster is { } cluster
        ? new ClusterMembership(
            cluster.At(Max(Now - (MaxLag * _random.NextDouble()), node.EnteredAt)), SinceOf(node))
        : new ClusterMembership([], Since: 0);

    private static long SinceOf(Node node) => (long)node.EnteredAt.TotalMilliseconds;

    private static void Enter(VirtualCluster cluster, Node node, TimeSpan at)
    {
        node.Cluster = cluster;
        node.EnteredAt = at;
        node.Life.Formation.Joined();
        cluster.Entered.Add((node.Address, SinceOf(node)));
        cluster.Change(at, [.. cluster.Present, new ClusterMember(node.Address, IsSettled: true)]);
    }

    private Node Start(NodeAddress address) => new(
        this, new FormationSettings(address, address.Value, _seeds), (ulong)_random.NextInt64())
    {
        LooksAt = Now + Upto(TimeSpan.FromSeconds(1)),
    };

    private TimeSpan Upto(TimeSpan most) => most * _random.NextDouble();

    private static TimeSpan Max(TimeSpan x, TimeSpan y) => x > y ? x : y;

    private sealed class Node : IFormationPort
    {
        private readonly VirtualClusters _all;

        public Node(VirtualClusters all, FormationSettings settings, ulong incarnation)
        {
            _all = all;
            Life = new FormationLife(settings, incarnation, this);
        }

        public FormationLife Life { get; }

        public NodeAddress Address => Life.Settings.Self;

        public VirtualCluster? Cluster { get; set; }

        public TimeSpan EnteredAt { get; set; }

        public TimeSpan NextTick { get; set; }

        public TimeSpan LooksAt { get; init; }

        public TimeSpan? LeavesAt { get; set; }

        public ClusterMembership Membership => _all.Seen(this);

        public IReadOnlyDictionary<string, NodeAddress> LiveMembers => throw new NotSupportedException();

        public void Send(NodeAddress to, IFormationMessage message) => _all.Send(to, message);

        public void Cast(CastVote vote) => throw new NotSupportedException();

        public void Join(NodeAddress at) => throw new NotSupportedException();

        public void Yield(ClusterCard to) => _all.Yield(Cluster!, to);

        public void GiveUp(NameTaken because) => throw new NotSupportedException();
    }
}
