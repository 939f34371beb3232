using AkkaGrid.Core.Charging;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// A charging grid of three nodes in virtual time: the cores of the product run as balancers and substations, with a
/// plain gateway, ledger and cluster around them. The seed of the story decides what clients ask for, and what goes
/// wrong when.
/// </summary>
internal sealed class ChargingWorld
{
    /// <summary>How many nodes the grid has; each of them is a seed with a substation.</summary>
    public const int Nodes = 3;

    /// <summary>The true time at which the story begins.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const int Keys = 60;
    private static readonly TimeSpan SyncInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, ChargingNode> _nodes;

    public ChargingWorld(ChargingStory story, ChargingSaboteur saboteur)
    {
        (Story, Saboteur) = (story, saboteur);
        Chance = new Random(story.Seed);
        Network = new ChargingNetwork(Time, Chance, story.Has(ChargingFaults.Messages));
        Judge = new ChargingJudge(this);
        Cluster = new VirtualCluster(this);
        decimal[] ratings = [80, 120, 100];
        _nodes = Enumerable.Range(1, Nodes).ToDictionary(number => $"node{number}", number => new ChargingNode(
            this,
            $"node{number}",
            [new SubstationPlan(
                SubstationId.Of($"s{number}"), Kilowatts.Of(ratings[number - 1]), TimeSpan.FromSeconds(10))]));
        Ratings = All.SelectMany(node => node.Plans).ToDictionary(plan => plan.Id, plan => plan.Rating);
    }

    public ChargingStory Story { get; }

    public ChargingSaboteur Saboteur { get; }

    public VirtualTime Time { get; } = new();

    public Random Chance { get; }

    public ChargingNetwork Network { get; }

    public ChargingJudge Judge { get; }

    public VirtualCluster Cluster { get; }

    public IReadOnlyDictionary<SubstationId, Kilowatts> Ratings { get; }

    public IEnumerable<ChargingNode> All => _nodes.Values;

    /// <summary>The balancers that run, some of which may have been replaced without knowing it.</summary>
    public IEnumerable<ChargingActor> Balancers =>
        All.Select(node => node.Balancer).OfType<VirtualBalancer>().Select(balancer => balancer.Self);

    public ChargingNode Node(string name) => _nodes[name];

    /// <summary>Whether two nodes can talk to each other now.</summary>
    public bool IsInContact(ChargingNode one, ChargingNode other) =>
        one.IsUp && other.IsUp && !one.IsFrozen && !other.IsFrozen && Network.Connects(one.Name, other.Name);

    /// <summary>Plays the story to its end.</summary>
    /// <returns>What was found wrong; empty where nothing was.</returns>
    public IReadOnlyList<string> Run()
    {
        foreach (var node in All)
            node.Start(SkewOf(node));
        Cluster.Form();
        Again(SyncInterval, Sync);
        Again(CheckInterval, Judge.Check);
        Again(TimeSpan.FromMilliseconds(250), () =>
        {
            if (Time.Now < Story.Length)
                Ask();
        });
        Time.RunUntil(Story.Length);
        Cluster.Recover();
        Time.RunUntil(Story.Length + Story.Calm - VirtualGateway.Deadline - TimeSpan.FromSeconds(2));
        foreach (var node in All)
            Judge.Probe(node);
        Time.RunUntil(Story.Length + Story.Calm);
        Judge.CheckEnd();
        return Judge.Violations;
    }

    /// <summary>
    /// How far the clock of a machine is ahead when a process starts on it. It differs between starts only in stories
    /// that set clocks.
    /// </summary>
    public TimeSpan SkewOf(ChargingNode node) => Story.Has(ChargingFaults.Clocks)
        ? TimeSpan.FromMinutes(Chance.Next(-120, 121))
        : TimeSpan.FromSeconds(30 * node.Name.Length) * (node.Name[^1] - '2');

    // Few keys, so that clients often repeat a request, at the same gateway or another one.
    private void Ask()
    {
        var nodes = All.Where(node => node is { IsUp: true, IsFrozen: false }).ToList();
        if (nodes.Count == 0)
            return;
        var key = ((int)(Time.Now / TimeSpan.FromSeconds(20)) * 1_000) + Chance.Next(Keys);
        var amount = 1 + ((key * 7) % 60);
        nodes[Chance.Next(nodes.Count)].Gateway.Charge(new ChargeRequest(
            IdempotencyKey.Of($"key-{key}"), VehicleId.Of($"EV_{key}"), Kilowatts.Of(amount), Priority.Normal, null));
    }

    // What was lost on the way is sent again, as the store repairs itself.
    private void Sync()
    {
        foreach (var from in All)
            foreach (var to in All)
                if (from != to && IsInContact(from, to))
                    to.Take([.. from.Records.Log]);
    }

    private void Again(TimeSpan interval, Action action) => Time.After(interval, () =>
    {
        action();
        Again(interval, action);
    });
}
