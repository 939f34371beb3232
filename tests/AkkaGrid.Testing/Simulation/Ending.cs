using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// The end of a story: everything heals, the operator puts names and members in order, the replicas come together, and
/// then nothing but announcements may be exchanged. All clients must get on.
/// </summary>
public sealed class Ending(
    VirtualWorld world,
    SortedDictionary<ReplicaId, VirtualNode> nodes,
    SortedDictionary<int, VirtualSession> sessions,
    IReadOnlyList<VirtualWatcher> watchers)
{
    private const int MaxContexts = 40;

    // A watcher that goes on at another node may bring it the name of a base.
    private static readonly Type[] Expected = [typeof(ClockAnnouncement), typeof(BaseRequest), typeof(BaseAnswer)];

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan OperatorDelay = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ContextTime = TimeSpan.FromSeconds(2);

    public void Play()
    {
        Heal();
        Run(OperatorDelay);
        RetireTheAbsent();
        if (!Settle())
            world.Witness.Note(
                "Unsettled",
                "the replicas have not come together: " + string.Join("; ", nodes.Values.Select(Describe)));
        ExpectQuiet();
        ExpectProgress();
        foreach (var watcher in watchers)
            Watch(watcher);
    }

    private static string Describe(VirtualNode node) =>
        $"{node.Machine} has {node.Storage.State.Clock}, {node.Status?.StashCount} in its stash, "
        + $"is{(node.Status?.IsAdmitted is true ? "" : " not")} admitted, waits for {node.Status?.BlockedBy}";

    private void Run(TimeSpan time) => world.Time.RunUntil(world.Time.Now + time);

    private void Heal()
    {
        world.Links.HealAll();
        var names = new HashSet<ReplicaId>();
        foreach (var node in nodes.Values)
        {
            node.FillDisk(false);
            node.SlowDisk(TimeSpan.Zero, TimeSpan.Zero);
        }

        // Two machines under one name do not go on: both stop, and the second one starts under a name of its own.
        foreach (var twins in nodes.Values.GroupBy(node => node.Name).Where(group => group.Count() > 1).ToList())
        {
            foreach (var twin in twins)
            {
                twin.Kill(0);
                twin.Configure(twin.Machine, twin.Seeds);
            }
        }

        // No more seeds are configured than there are nodes: one that does not exist could never be met.
        foreach (var node in nodes.Values.Where(node => node.Seeds > nodes.Count))
        {
            node.Kill(0);
            node.Configure(node.Name, nodes.Count);
        }

        foreach (var node in nodes.Values)
            node.Boot();
        world.Grid.Heal();
    }

    /// <summary>The operator takes members out of the set that are not there any more.</summary>
    private void RetireTheAbsent()
    {
        var names = nodes.Values.Select(node => node.Name).ToHashSet();
        foreach (var node in nodes.Values)
        {
            foreach (var member in node.Storage.State.Set.Active.Where(member => !names.Contains(member.Name)).ToList())
                node.Retire(member.Name, isForced: true);
        }
    }

    /// <summary>Lets time pass until all replicas have the same, and nothing waits to be done.</summary>
    private bool Settle()
    {
        for (var waited = TimeSpan.Zero; waited < SettleTimeout; waited += Step)
        {
            Run(Step);
            if (waited >= 2 * Step && nodes.Values.All(HasSettled))
                return true;
        }

        return false;
    }

    private bool HasSettled(VirtualNode node) =>
        node.Status is { BlockedBy: null, StashCount: 0, IsAdmitted: true } status
        && status.Clock.Equals(nodes.First().Value.Storage.State.Clock)
        && node.Storage.State.Set.Equals(nodes.First().Value.Storage.State.Set)
        && node.Storage.State.Set.IsCurrent(status.Self)
        && node.Storage.TombstoneCount == 0
        && node.Storage.Scan(Keyspace.User, "", null).All(item => Judge.IsClean(item.Value));

    private void ExpectQuiet()
    {
        var (starts, sent, reissued) = (Starts, Snapshot(), world.Witness.Names.Count);
        Run(QuietTime);
        if (Starts != starts)
            world.Witness.Note("Restarts", "replicas still restart in the end");
        if (world.Witness.Names.Count != reissued)
            world.Witness.Note("EndlessReissue", "versions are still reissued in the end");
        foreach (var (kind, count) in Snapshot())
        {
            if (!Expected.Contains(kind) && count > sent.GetValueOrDefault(kind))
                world.Witness.Note(
                    "NotQuiet",
                    $"{count - sent.GetValueOrDefault(kind)} messages {kind.Name} were sent in the last "
                        + $"{QuietTime.TotalSeconds} s");
        }
    }

    private ulong Starts => nodes.Values.Aggregate(0UL, (sum, node) => sum + node.Starts);

    private Dictionary<Type, long> Snapshot() => new(world.Links.Sent);

    /// <summary>
    /// Each context that a client holds or has given up is had by all replicas, or is told to be lost by all.
    /// </summary>
    private void ExpectProgress()
    {
        var contexts = sessions.Values.SelectMany(session => session.Abandoned.Append(session.Context))
            .Take(MaxContexts).ToList();
        var waits = nodes.Values.SelectMany(node =>
            contexts.Select(context => (Node: node, Context: context, Wait: node.Await(context)))).ToList();
        Run(ContextTime);
        foreach (var (node, context, wait) in waits.Where(one => one.Wait is not { IsReached: true }))
        {
            if (wait?.Explain() is not { Lost.IsEmpty: false })
                world.Witness.Note(
                    "EndlessWait",
                    $"{node.Machine} neither has a context nor says that it is lost: "
                        + $"{string.Join(", ", context.Sequences)}");
        }

        foreach (var (number, session) in sessions)
        {
            foreach (var node in nodes.Values)
                Read(number, session, node);
        }
    }

    private void Read(int number, VirtualSession session, VirtualNode node)
    {
        if (!session.Context.IsCoveredBy(node.Storage.State.Clock, node.Storage.Bases))
            return;
        if (session.Begin(new Call(world.Time.Now, number, node.Machine, Act.List, [], WriteConcern.Local))
            is not { } call)
            world.Witness.Note("CallStuck", $"session{number} still waits for an answer");
        else
            node.Submit(call);
    }

    private void Watch(VirtualWatcher watcher)
    {
        for (var tries = 0; tries < 20 && !watcher.Poll(); tries++)
            Run(Step);
        watcher.Compare(nodes.First().Value);
    }
}
