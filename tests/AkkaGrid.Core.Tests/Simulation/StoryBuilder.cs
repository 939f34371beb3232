using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Core.Tests.Simulation;

/// <summary>
/// Writes a story down step by step. Times are in seconds; each call is one of a client of its own, unless it says
/// which.
/// </summary>
internal sealed class StoryBuilder
{
    private readonly List<Step> _steps = [];
    private readonly List<NodeSetup> _nodes;
    private int _clients = 100;

    /// <summary>
    /// A story of so many nodes, all of them seeds, whose logs are trimmed as soon as every member has what is in them.
    /// </summary>
    public StoryBuilder(int nodes) =>
        _nodes = [.. Enumerable.Range(1, nodes).Select(number => new NodeSetup(Node(number), nodes))];

    /// <summary>The bounds within which the replicas work.</summary>
    public ReplicaOptions Options { get; init; } =
        new() { LogRetention = TimeSpan.Zero, LogTrimTicks = 1, RepairTimeoutTicks = 5 };

    public StoryBuilder Put(double at, int node, string key, int? client = null) =>
        Call(at, node, Act.Put, key, client);

    public StoryBuilder PutWithMajority(double at, int node, string key) =>
        Call(at, node, Act.Put, key, null, WriteConcern.Majority);

    public StoryBuilder Delete(double at, int node, string key, int? client = null) =>
        Call(at, node, Act.Delete, key, client);

    public StoryBuilder Get(double at, int node, string key, int? client = null) =>
        Call(at, node, Act.Get, key, client);

    /// <summary>
    /// A key is written and deleted; soon after, all members in the set have collected the tombstone.
    /// </summary>
    public StoryBuilder PutAndDelete(double at, int node, string key) =>
        Put(at, node, key, client: 90 + node).Delete(at + 0.1, node, key, client: 90 + node);

    /// <summary>So many reads of a key by one client, one every 20 ms.</summary>
    public StoryBuilder GetAgainAndAgain(double at, int node, string key, int times)
    {
        for (var i = 0; i < times; i++)
            Get(at + (0.02 * i), node, key, client: 80 + node);
        return this;
    }

    public StoryBuilder Restore(double at, int node, double age, double downFor) =>
        Add(new RestoreBackup(Seconds(at), Node(node), Seconds(age), Seconds(downFor)));

    public StoryBuilder LoseDisk(double at, int node, double downFor) =>
        Add(new LoseDisk(Seconds(at), Node(node), Seconds(downFor)));

    public StoryBuilder CutOff(double at, double during, params int[] side) =>
        Add(new Partition(Seconds(at), [.. side.Select(Node)], Seconds(during)));

    /// <summary>One node is not heard by another.</summary>
    public StoryBuilder Silence(double at, double during, int from, int to) =>
        Add(new Cut(Seconds(at), Node(from), Node(to), Seconds(during)));

    public StoryBuilder Retire(double at, int node, int other) =>
        Add(new Retire(Seconds(at), Node(node), Node(other), IsForced: true));

    /// <summary>A machine starts under the name of a node, on a copy of its disk.</summary>
    public StoryBuilder Twin(double at, int node, int machine) => Add(new Twin(Seconds(at), Node(node), Node(machine)));

    /// <summary>Everything stays as it is until then; in the end everything heals.</summary>
    public StoryBuilder Until(double at) => Add(new Forecast(Seconds(at), Weather.Fair));

    /// <summary>The story.</summary>
    public Story Build() => new(
        StoryKind.Quiet,
        1,
        _nodes,
        new StorySettings(Options) { Watchers = 2, ContextTimeout = TimeSpan.FromSeconds(1) },
        [.. _steps.OrderBy(step => step.At)]);

    /// <summary>Plays the story.</summary>
    public SimulationResult Play() => Simulator.Play(Build());

    private static ReplicaId Node(int number) => ReplicaId.Create($"node{number}");

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private StoryBuilder Call(
        double at, int node, Act act, string key, int? client, WriteConcern concern = WriteConcern.Local) =>
        Add(new Call(Seconds(at), client ?? ++_clients, Node(node), act, [key], concern));

    private StoryBuilder Add(Step step)
    {
        _steps.Add(step);
        return this;
    }
}
