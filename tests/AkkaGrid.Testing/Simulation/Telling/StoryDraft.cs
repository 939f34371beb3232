using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>A story while it is made up: its random numbers, its nodes, and the steps so far.</summary>
public sealed class StoryDraft
{
    private readonly List<NodeSetup> _founders = [];
    private readonly List<ReplicaId> _nodes = [];
    private readonly Queue<ReplicaId> _reserved = [];
    private readonly List<Step> _steps = [];

    public StoryDraft(StoryKind kind, int seed)
    {
        (Kind, Seed) = (kind, seed);
        Random = new Random(HashCode(kind, seed));
        Settings = new StorySettings(AnyOptions())
        {
            SyncsAtOnce = Random.Next(4) > 0,
            ContextTimeout = TimeSpan.FromSeconds(kind == StoryKind.Busy || OneIn(2) ? 0.15 : 1.5),
            Watchers = Random.Next(3),
        };
    }

    public StoryKind Kind { get; }

    public int Seed { get; }

    public Random Random { get; }

    public StorySettings Settings { get; set; }

    /// <summary>The keys that clients read and write.</summary>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>When the first call may come.</summary>
    public TimeSpan Begin { get; } = TimeSpan.FromSeconds(1.5);

    /// <summary>When the last call has come.</summary>
    public TimeSpan End { get; set; }

    /// <summary>The machines by now, in the order in which they came.</summary>
    public IReadOnlyList<ReplicaId> Nodes => _nodes;

    /// <summary>How many nodes are there from the start.</summary>
    public int FounderCount => _founders.Count;

    /// <summary>The story of what has been added.</summary>
    public Story Finish() => new(Kind, Seed, _founders, Settings, [.. _steps.OrderBy(step => step.At)]);

    /// <summary>Adds nodes that are there from the start, each of them a seed.</summary>
    public void Found(int count, int? seeds = null)
    {
        for (var i = 0; i < count; i++)
            _founders.Add(new NodeSetup(NewNode(), seeds ?? count));
    }

    /// <summary>Names machines that come later: clients call them, too.</summary>
    public void Reserve(int count)
    {
        for (; count > 0; count--)
            _reserved.Enqueue(NewNode());
    }

    /// <summary>The reserved machines that nobody has taken yet.</summary>
    public IReadOnlyList<ReplicaId> TakeReserved()
    {
        List<ReplicaId> left = [.. _reserved];
        _reserved.Clear();
        return left;
    }

    /// <summary>A machine that is to come: one of the reserved ones, as long as there are any.</summary>
    public ReplicaId Comer() => _reserved.TryDequeue(out var reserved) ? reserved : NewNode();

    /// <summary>Names a further machine.</summary>
    private ReplicaId NewNode()
    {
        var name = ReplicaId.Create($"node{_nodes.Count + 1}");
        _nodes.Add(name);
        return name;
    }

    public void Add(Step step) => _steps.Add(step);

    public ReplicaId AnyNode() => _nodes[Random.Next(_nodes.Count)];

    /// <summary>Some of the nodes, none or all of them possible.</summary>
    public List<ReplicaId> Side() => [.. _nodes.Where(_ => Random.Next(2) == 0)];

    /// <summary>So many of the nodes.</summary>
    public List<ReplicaId> Some(int count)
    {
        var nodes = _nodes.ToArray();
        Random.Shuffle(nodes);
        return [.. nodes.Take(count)];
    }

    /// <summary>A time while there are calls.</summary>
    public TimeSpan Moment() => Begin + (Random.NextDouble() * (End - Begin));

    /// <summary>A time between two numbers of seconds.</summary>
    public TimeSpan Seconds(double least, double most) =>
        TimeSpan.FromMilliseconds(Math.Round(1_000 * (least + (Random.NextDouble() * (most - least)))));

    /// <summary>Whether something of a chance of one in a number happens.</summary>
    public bool OneIn(int number) => Random.Next(number) == 0;

    private static int HashCode(StoryKind kind, int seed) =>
        unchecked((int)new Chance((ulong)seed).Of((ulong)kind).Bits);

    /// <summary>Bounds in which everything has to be done in small parts, or none of it.</summary>
    private ReplicaOptions AnyOptions() => new()
    {
        Stash = OneIn(2) ? StashLimits.Default : new StashLimits(8, 4_000),
        BatchUpdates = Random.Next(1, 6),
        BatchBytes = Random.Next(200, 2_000),
        PullBytes = Random.Next(500, 4_000),
        PushWindow = Random.Next(500, 20_000),
        SnapshotAfter = (ulong)(OneIn(3) ? Random.Next(1, 10) : Random.Next(20, 400)),
        RepairTimeoutTicks = Random.Next(3, 10),
        LogRetention = OneIn(2) ? Seconds(0, 1) : Seconds(0.5, 20),
        LogRetentionBytes = Random.Next(2_000, 200_000),
        LogTrimTicks = Random.Next(1, 10),
        SweepBatch = Random.Next(1, 20),
        BaseTicks = Random.Next(1, 6),
    };
}
