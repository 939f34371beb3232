using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// The nodes of a simulation on their way into clusters, and the clusters. Messages take the links of the replicas.
/// </summary>
/// <remarks>
/// What a replica calls reachable is what it hears, not what its cluster counts: the clusters here follow Akka's rules
/// in outline only, and take longer to change than most of the faults last that the stories of the store are about. For
/// the same reason the nodes have further trouble here: in half of the stories one-way cuts, and some founders are cut
/// off from all other nodes right after they are elected, which is how two clusters come to be.
/// </remarks>
public sealed class VirtualGrid
{
    private const double IsolatedShare = 0.3;
    private const double MaxCutShare = 0.4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxIsolation = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(3);

    private readonly VirtualLinks _links;
    private readonly double _cutShare;
    private readonly SortedDictionary<string, FormationNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<GridCluster> _clusters = [];
    private readonly Dictionary<NodeAddress, ulong> _sent = [];
    private readonly Dictionary<NodeAddress, TimeSpan> _isolatedUntil = [];

    /// <param name="chance">Where its luck comes from: it draws nothing that the replicas draw.</param>
    /// <param name="time">The clock.</param>
    /// <param name="links">The network.</param>
    /// <param name="seeds">Which machines are seeds.</param>
    /// <param name="witness">Looks on.</param>
    /// <param name="saboteur">Breaks things.</param>
    public VirtualGrid(
        Chance chance,
        VirtualTime time,
        VirtualLinks links,
        SeedLists seeds,
        FormationWitness witness,
        Saboteur saboteur)
    {
        (Chance, Time, _links, Seeds, Witness, Saboteur) = (chance, time, links, seeds, witness, saboteur);
        var luck = chance.Of("cuts");
        _cutShare = luck.Of(1).Share < 0.5 ? 0 : luck.Of(2).Share * MaxCutShare;
        KeepWatching();
    }

    /// <summary>Who looks on.</summary>
    public FormationWitness Witness { get; }

    /// <summary>All nodes that are there.</summary>
    public IReadOnlyCollection<FormationNode> Nodes => _nodes.Values;

    /// <summary>When everything was healed.</summary>
    public TimeSpan? HealedAt { get; private set; }

    internal Chance Chance { get; }

    internal VirtualTime Time { get; }

    internal SeedLists Seeds { get; }

    internal Saboteur Saboteur { get; }

    /// <summary>Adds a machine. It gets the seeds of the node whose name it has, or of one that has as many.</summary>
    public FormationNode Add(VirtualNode node, VirtualDisk disk)
    {
        var machine = new NodeAddress(node.Machine.Value);
        var like = _nodes.Values.Where(other => other.SeedCount == node.Seeds)
            .OrderByDescending(other => other.Name == node.Name.Value).FirstOrDefault();
        var added = new FormationNode(
            node, disk, this, Seeds.OfFounder(machine) ?? like?.Seeds ?? Seeds.First(node.Seeds));
        _nodes[machine.Value] = added;
        return added;
    }

    /// <summary>Everything is healed, and the operator starts those again that have given up.</summary>
    public void Heal()
    {
        HealedAt = Time.Now;
        foreach (var node in _nodes.Values)
            node.TryAgain();
    }

    internal void Remove(FormationNode node)
    {
        _nodes.Remove(node.Address.Value);
        Seeds.Remove(node.Address);
    }

    /// <summary>
    /// Sends something to the node at an address, if there is one; to the sender itself it gets at once.
    /// </summary>
    internal void Send(FormationNode from, NodeAddress to, Action<FormationNode> arrive)
    {
        void Arrive()
        {
            if (_nodes.TryGetValue(to.Value, out var node))
                arrive(node);
        }

        if (to == from.Address)
            Time.After(TimeSpan.Zero, Arrive);
        else if (_nodes.ContainsKey(to.Value) && !IsInTrouble(from.Address, to))
            _links.Carry(Machine(from.Address), Machine(to), NextLuck(from.Address), Arrive);
    }

    internal bool IsCut(NodeAddress from, NodeAddress to) =>
        IsInTrouble(from, to) || _links.IsCut(Machine(from), Machine(to));

    /// <summary>A node has the votes to found a cluster, and may be cut off in that moment.</summary>
    internal void Elected(FormationNode founder, FormationLife life)
    {
        Witness.Elected(life.Settings, Time.Now);
        var luck = Chance.Of("isolation").Of(founder.Address.Value).Of((ulong)Time.Now.Ticks);
        if (luck.Of(1).Share < IsolatedShare)
            _isolatedUntil[founder.Address] = Time.Now + luck.Of(2).Between(TimeSpan.Zero, MaxIsolation);
    }

    /// <summary>A node comes into a cluster of its own.</summary>
    internal void Found(FormationNode node)
    {
        if (node.Cluster is null)
            _clusters.Add(new GridCluster(this, node));
    }

    /// <summary>Part of a cluster goes on as a cluster of its own.</summary>
    internal void Add(GridCluster cluster) => _clusters.Add(cluster);

    private bool IsInTrouble(NodeAddress from, NodeAddress to) => HealedAt is null
        && (IsIsolated(from) || IsIsolated(to)
            || (_cutShare > 0
                && Chance.Of("cuts").Of(from.Value).Of(to.Value).Of((ulong)(Time.Now / CutTime)).Share < _cutShare));

    private bool IsIsolated(NodeAddress node) => _isolatedUntil.TryGetValue(node, out var until) && Time.Now < until;

    private Chance NextLuck(NodeAddress from)
    {
        var number = _sent[from] = _sent.GetValueOrDefault(from) + 1;
        return Chance.Of("messages").Of(from.Value).Of(number);
    }

    private static Core.Causality.ReplicaId Machine(NodeAddress address) =>
        Core.Causality.ReplicaId.Create(address.Value);

    private void KeepWatching() => Time.After(Interval, () =>
    {
        foreach (var cluster in _clusters.ToList())
            cluster.Watch();
        _clusters.RemoveAll(cluster => cluster.IsOver);
        KeepWatching();
    });
}
