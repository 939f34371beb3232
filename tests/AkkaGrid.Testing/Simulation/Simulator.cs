using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Plays a story with the real replica core in virtual time, lets everything heal and settle, and has it judged.</summary>
public sealed class Simulator
{
    private static readonly TimeSpan SettleStep = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Story _story;
    private readonly VirtualWorld _world;
    private readonly SortedDictionary<ReplicaId, VirtualNode> _nodes = [];
    private readonly Dictionary<int, VirtualSession> _sessions = [];
    private readonly List<RecordedCall> _record = [];

    private Simulator(Story story, Saboteur saboteur)
    {
        _story = story;
        var chance = new Chance((ulong)story.Seed);
        var time = new VirtualTime();
        _world = new VirtualWorld(
            chance, time, new VirtualLinks(chance.Of("links"), time), story.Options, story.SyncsAtOnce, new Witness(), saboteur);
        foreach (var name in story.Replicas)
            _nodes.Add(name, new VirtualNode(name, _world));
    }

    /// <summary>Plays a story.</summary>
    public static SimulationResult Play(Story story, Saboteur? saboteur = null) =>
        new Simulator(story, saboteur ?? new Saboteur()).Play();

    private SimulationResult Play()
    {
        foreach (var step in _story.Steps)
        {
            _world.Time.RunUntil(step.At);
            Take(step);
        }

        HealAll();
        if (!Settle())
            _world.Witness.Note("Unsettled", "the replicas have not come together: " + string.Join("; ", _nodes.Values.Select(Describe)));
        return new Judge(_world.Witness, [.. _nodes.Values], _record, _story.Replicas.Count).Result();
    }

    private static string Describe(VirtualNode node) =>
        $"{node.Name} has {node.Storage.Clock}, {node.Status?.StashCount} in its stash, waits for {node.Status?.BlockedBy}";

    private void Take(Step step)
    {
        switch (step)
        {
            case Call call:
                if (_nodes.TryGetValue(call.Replica, out var called) && SessionOf(call.Session).Begin(call) is { } begun)
                    called.Submit(begun);
                break;
            case HandOver handOver:
                SessionOf(handOver.To).Take(SessionOf(handOver.From));
                break;
            case Cut cut:
                _world.Links.Cut(cut.From, cut.To, cut.During);
                break;
            case Partition partition:
                Split(partition);
                break;
            case Forecast forecast:
                _world.Links.Weather = forecast.Weather;
                break;
            case Join join:
                _nodes.TryAdd(join.Replica, new VirtualNode(join.Replica, _world));
                break;
            case NodeStep fault when _nodes.TryGetValue(fault.Replica, out var node):
                Strike(node, fault);
                break;
            case NodeStep:
                break;
            default:
                throw new NotSupportedException(step.GetType().Name);
        }
    }

    private void Strike(VirtualNode node, NodeStep fault)
    {
        switch (fault)
        {
            case Crash crash:
                node.Kill(crash.Lands);
                if (crash.LosesPower)
                    node.LosePower();
                _world.Time.After(crash.DownFor, node.Boot);
                break;
            case LoseDisk loss:
                node.Kill(0);
                node.LoseDisk();
                _world.Time.After(loss.DownFor, node.Boot);
                break;
            case RestoreBackup restore:
                node.Kill(0);
                node.RestoreBackup(restore.Age);
                _world.Time.After(restore.DownFor, node.Boot);
                break;
            case FillDisk fill:
                node.FillDisk(true);
                _world.Time.After(fill.During, () => node.FillDisk(false));
                break;
            case SlowDisk slow:
                node.SlowDisk(slow.Latency, slow.During);
                break;
            case Retire retire:
                node.Retire(retire.Other, retire.IsForced);
                break;
            case ChangeLink change:
                node.ChangeLink(change.Link);
                _world.Time.After(change.During, () => node.ChangeLink(change.Link with { Mode = LinkMode.Pass }));
                break;
            case SetClock set:
                node.Skew = set.Skew;
                break;
            default:
                throw new NotSupportedException(fault.GetType().Name);
        }
    }

    private void Split(Partition partition)
    {
        foreach (var one in partition.Side)
        {
            foreach (var other in _nodes.Keys.Where(name => !partition.Side.Contains(name)))
            {
                _world.Links.Cut(one, other, partition.During);
                _world.Links.Cut(other, one, partition.During);
            }
        }
    }

    private void HealAll()
    {
        _world.Links.HealAll();
        foreach (var node in _nodes.Values)
        {
            node.FillDisk(false);
            node.SlowDisk(TimeSpan.Zero, TimeSpan.Zero);
            node.Boot();
            node.PassAllLinks();
        }
    }

    /// <summary>Lets time pass until all replicas have the same.</summary>
    private bool Settle()
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += SettleStep)
        {
            _world.Time.RunUntil(_world.Time.Now + SettleStep);
            if (waited >= 4 * SettleStep && _nodes.Values.All(HasSettled))
                return true;
        }

        return false;
    }

    /// <summary>All have the same, nothing waits, and of what has ended nothing is left in the clocks.</summary>
    private bool HasSettled(VirtualNode node) =>
        node.Status is { BlockedBy: null, StashCount: 0 } status
        && status.Clock.Equals(_nodes.First().Value.Storage.Clock)
        && node.Storage.State is { Strays.IsEmpty: true } state
        && state.Folds.Digest == _nodes.First().Value.Storage.State.Folds.Digest
        && status.Clock.Roster.Members.All(state.Set.IsCurrent);

    private VirtualSession SessionOf(int number)
    {
        if (!_sessions.TryGetValue(number, out var session))
            _sessions[number] = session = new VirtualSession(number, _record, _world.Witness);
        return session;
    }
}
