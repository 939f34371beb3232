using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// What runs at a machine in place of a replica, from its start to its end: it has the network, and ticks.
/// </summary>
public abstract class VirtualLife : IReplicaShell, IReplicaObserver
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<ReplicaId, TimeSpan> _heard = [];
    private readonly RepairResponder _responder;
    private ReplicaId _sender;
    private bool _hasEnded;

    protected VirtualLife(VirtualNode node, VirtualWorld world, Incarnation self)
    {
        (Node, World, Self, Storage) = (node, world, self, node.Storage);
        _responder = new RepairResponder(self, Storage, node.Options);
    }

    public Incarnation Self { get; }

    public IEnumerable<ReplicaId> Reachable =>
        _heard.Where(peer => peer.Value >= World.Time.Now - HeardWithin).Select(peer => peer.Key);

    public bool HasHeardAll => true;

    protected VirtualNode Node { get; }

    protected VirtualWorld World { get; }

    protected IReplicaStorage Storage { get; }

    public void Receive(ReplicaId sender, WireMessage message)
    {
        _heard[sender] = World.Time.Now;
        _sender = sender;
        if (message.TryRead(Storage.Bases, out var read, out var unknown))
            Take(read);
        else
            TakeUnreadable(unknown);
    }

    public void Send(ReplicaId to, IPeerMessage message) => World.Links.Send(Node.Machine, to, message);

    public void SendToAll(IPeerMessage message) => World.Links.SendToAll(Node.Machine, message);

    public void Reply(IPeerMessage message) => Send(_sender, message);

    public void AnswerFromDisk(ReplicaMessage request)
    {
        foreach (var answer in _responder.Answer(request))
            Reply(answer);
    }

    public abstract void Commit(TurnCommit commit);

    public abstract void EndTurnSoon();

    public abstract void Admitted();

    public abstract void DiskFailed(Exception error);

    /// <summary>Ends, and does nothing more of what it was about to do.</summary>
    public virtual void End()
    {
        _hasEnded = true;
        _responder.Dispose();
    }

    protected abstract void Take(IPeerMessage message);

    /// <summary>A message has come that names clock bases that are not known here.</summary>
    protected abstract void TakeUnreadable(ImmutableArray<ulong> bases);

    protected abstract void OnTick();

    /// <summary>Ticks from now on.</summary>
    protected void KeepTicking(TimeSpan first) => Later(first, () =>
    {
        _responder.Tick();
        OnTick();
        KeepTicking(TickInterval);
    });

    /// <summary>Some time within the first tick.</summary>
    protected static TimeSpan FirstTick(Chance chance) => chance.Between(TimeSpan.Zero, TickInterval);

    /// <summary>Does something after a while, unless this has ended by then.</summary>
    protected void Later(TimeSpan delay, Action action) => World.Time.After(delay, () =>
    {
        if (!_hasEnded)
            action();
    });
}
