using AkkaGrid.Core.Causality;
using AkkaGrid.Testing.Simulation.Formation;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// Plays a story with the real replica core in virtual time, lets everything heal and settle, and has it judged.
/// </summary>
public sealed class Simulator
{
    private readonly Story _story;
    private readonly VirtualWorld _world;
    private readonly SortedDictionary<ReplicaId, VirtualNode> _nodes = [];
    private readonly SortedDictionary<int, VirtualSession> _sessions = [];
    private readonly List<VirtualWatcher> _watchers = [];
    private readonly List<RecordedCall> _record = [];
    private readonly VirtualLedger _ledger;

    private Simulator(Story story, Saboteur saboteur)
    {
        _story = story;
        var chance = new Chance((ulong)story.Seed);
        var time = new VirtualTime();
        var (links, witness) = (new VirtualLinks(chance.Of("links"), time), new Witness(time));
        var grid = new VirtualGrid(
            chance.Of("formation"), time, links, new SeedLists(story), new FormationWitness(witness.Note), saboteur);
        _world = new VirtualWorld(chance, time, links, story.Settings, witness, saboteur, grid);
        foreach (var setup in story.Nodes)
            _nodes.Add(setup.Name, new VirtualNode(setup.Name, setup, _world, DiskImage.Empty));
        _ledger = new VirtualLedger(_world, _nodes);
        for (var number = 1; number <= story.Settings.Watchers; number++)
            _watchers.Add(new VirtualWatcher(number, _world, () => [.. _nodes.Values]));
    }

    /// <summary>Plays a story.</summary>
    public static SimulationResult Play(Story story, Saboteur? saboteur = null) =>
        new Simulator(story, saboteur ?? new Saboteur()).Play();

    private SimulationResult Play()
    {
        _ledger.KeepLooking();
        foreach (var step in _story.Steps)
        {
            _world.Time.RunUntil(step.At);
            Carry(step);
        }

        new Ending(_world, _nodes, _sessions, _watchers).Play();
        var history = new Judge(_world.Witness, [.. _nodes.Values], _record).Check();
        _ledger.Check();
        new FormationEnding(_world.Grid, _world.Witness).Play();
        return new SimulationResult(_world.Witness.Violations, history, new SimulationCounts(
            _record.Count(call => call.Outcome == Core.Verification.Outcome.Ok),
            _world.Witness.MergeCount,
            _world.Witness.Names.Count,
            _world.Witness.Names.Retimed.Sum(item => item.Value.Count),
            _world.Witness.CollectedCount,
            _watchers.Sum(watcher => watcher.Resyncs),
            _sessions.Values.Sum(session => session.TimesLost),
            _world.Witness.UnreadableCount,
            _ledger.AcknowledgedCount,
            _world.Grid.Witness.Elections,
            _world.Grid.Witness.Yields));
    }

    private void Carry(Step step)
    {
        switch (step)
        {
            case Call call:
                if (_nodes.TryGetValue(call.Node, out var called) && SessionOf(call.Session).Begin(call) is { } begun)
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
                if (!_nodes.ContainsKey(join.Setup.Name))
                    _nodes.Add(join.Setup.Name, new VirtualNode(join.Setup.Name, join.Setup, _world, DiskImage.Empty));
                break;
            case RecordStep record:
                _ledger.Play(record);
                break;
            case NodeStep fault when _nodes.TryGetValue(fault.Node, out var node):
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
            case CopyDisk copy when _nodes.TryGetValue(copy.From, out var from):
                node.Kill(0);
                node.ReplaceDisk(from.CopyDisk());
                _world.Time.After(copy.DownFor, node.Boot);
                break;
            case FillDisk fill:
                node.FillDisk(true);
                _world.Time.After(fill.During, () => node.FillDisk(false));
                break;
            case SlowDisk slow:
                node.SlowDisk(slow.Latency, slow.During);
                break;
            case SetClock set:
                node.Skew = set.Skew;
                break;
            default:
                Change(node, fault);
                break;
        }
    }

    private void Change(VirtualNode node, NodeStep change)
    {
        switch (change)
        {
            case Retire retire:
                node.Retire(retire.Other, retire.IsForced);
                break;
            case Reconfigure reconfigure:
                node.Kill(0);
                node.Configure(node.Name, reconfigure.Seeds);
                _world.Time.After(reconfigure.DownFor, node.Boot);
                break;
            case Rename rename when _nodes.Values.All(other => other.Name != rename.Name):
                node.Kill(0);
                node.Configure(rename.Name, node.Seeds);
                _world.Time.After(rename.DownFor, node.Boot);
                break;
            case Twin twin when !_nodes.ContainsKey(twin.Machine):
                var setup = new NodeSetup(node.Name, node.Seeds, node.IsSeed);
                _nodes.Add(twin.Machine, new VirtualNode(twin.Machine, setup, _world, node.CopyDisk()));
                break;
            case Leave when _nodes.Count > 1:
                node.Remove();
                _nodes.Remove(node.Machine);
                break;
            case CopyDisk or Rename or Twin or Leave:
                break;
            default:
                throw new NotSupportedException(change.GetType().Name);
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

    private VirtualSession SessionOf(int number)
    {
        if (!_sessions.TryGetValue(number, out var session))
            _sessions[number] = session = new VirtualSession(number, _record);
        return session;
    }
}
