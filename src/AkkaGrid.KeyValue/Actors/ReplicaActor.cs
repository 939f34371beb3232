using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Lab;
using AkkaGrid.KeyValue.Telemetry;
using AkkaGrid.KeyValue.Wire;
using VectorClock = AkkaGrid.Core.Causality.VectorClock;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// The shell of a replica: feeds it what comes in, commits its turns one at a time beside the mailbox, and carries out
/// a turn's effects when it is on disk.
/// </summary>
/// <remarks>
/// A turn ends when the mailbox has been drained, or when the commit before it is done: what arrives meanwhile shares one
/// commit. A commit that fails ends the actor; the one that follows reads the disk again under a new incarnation.
/// </remarks>
internal sealed class ReplicaActor : UntypedActor, IWithTimers
{
    /// <summary>The name below <c>/user</c>, of the actor's supervisor, by which replicas find each other.</summary>
    public const string Name = "replica";

    private readonly KeyValueStore _store;
    private readonly Incarnation _self;
    private readonly Replica _replica;
    private readonly PeerDirectory _peers;
    private readonly ContextWaiters<AwaitContext> _waiters;
    private readonly OpenWrites _writes = new();
    private readonly Dictionary<ulong, ChangeLink> _linkChanges = [];
    private readonly KeySearches _searches = new();
    private readonly List<CatchUp> _catchUps = [];
    private readonly Dictionary<ulong, Retire> _retirements = [];
    private readonly Fragments _fragments = new();
    private readonly PushBuffer _pushes;
    private readonly FragmentAssembler<IActorRef> _assembler;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _repair;
    private Incarnation? _impostor;
    private Turn? _committing;
    private bool _isDrainQueued;
    private ulong _linkRequests;
    private ulong _retireRequests;
    private bool _isLeaving;

    public ReplicaActor(KeyValueStore store)
    {
        _store = store;
        _self = new Incarnation(store.Options.Name, KeyValueStore.NewNonce());
        _replica = Load();
        _peers = new PeerDirectory(Context, Cluster.Get(Context.System).SelfAddress);
        _waiters = new ContextWaiters<AwaitContext>(store.Storage.Coverage);
        _assembler = new FragmentAssembler<IActorRef>((int)Math.Min(int.MaxValue, 2 * store.Options.MaxBatchBytes));
        _pushes = new PushBuffer(store.Options.Replica, store.Time);
        _repair = Context.ActorOf(Props.Create(() => new RepairActor(_self, store)), "repair");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private KeyValueTelemetry Telemetry => _store.Telemetry;

    protected override void PreStart()
    {
        Cluster.Get(Context.System).Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.ReachabilityEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        _store.Handle.Attach(Self);
        QueueDrain();
    }

    protected override void PostStop()
    {
        _store.Handle.Detach();
        Cluster.Get(Context.System).Unsubscribe(Self);
        _writes.AbandonAll();
        _waiters.RemoveWhere(waiter => waiter.TrySetException(Restarting()));
        foreach (var change in _linkChanges.Values)
            change.TrySetException(Restarting());
        foreach (var retire in _retirements.Values)
            retire.TrySetException(Restarting());
    }

    protected override void OnReceive(object message)
    {
        if ((_isLeaving || _replica.IsInstalling) && TurnAway(message))
            return;
        Handle(message);
        if (_replica.HasWork && !_replica.IsInstalling && !_isLeaving)
            QueueDrain();
    }

    private static StoreUnavailableException Restarting() => new("The replica is starting; try again in a moment");

    /// <summary>
    /// While a snapshot is taken over, and before another start, nothing may change the replica: writes are refused, and what peers say and ticks
    /// bring is said again.
    /// </summary>
    private static bool TurnAway(object message)
    {
        switch (message)
        {
            case Write write:
                if (write.TryClaim())
                    write.TrySetException(new StoreUnavailableException("The replica takes a snapshot over; try again in a moment"));
                return true;
            case Retire retire:
                retire.TrySetException(Restarting());
                return true;
            case ReplicaMessage or Fragment or Late or Tick or SetLink or ChangeLink:
                return message is not (PullRequest or SnapshotRequest);
            default:
                return false;
        }
    }

    /// <summary>Starts on what is on disk, which has shown by then that it takes writes.</summary>
    private Replica Load()
    {
        try
        {
            return new Replica(_self, _store.Storage, _store.Options.Replica, _store.Time.GetUtcNow());
        }
        catch (IOException error)
        {
            _store.Handle.Refuse(error);
            _log.Error("The replica cannot start on its disk, and tries again: {0}", error.Message);
            throw;
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case Write write:
                Take(write);
                break;
            case PullRequest or SnapshotRequest:
                if (_replica.IsSettled)
                    _repair.Forward(message);
                break;
            case ReplicaMessage replicaMessage:
                Take(replicaMessage);
                break;
            case Fragment fragment:
                if (_assembler.Add(Sender, fragment) is { } whole)
                    Take(whole);
                break;
            case Late late:
                _store.Links.Arrived(late.Update);
                _replica.Deliver([late.Update]);
                break;
            case Retire retire:
                _retirements[++_retireRequests] = retire;
                _replica.Retire(_retireRequests, retire.Name, retire.IsForced);
                break;
            case AwaitContext waiter:
                Take(waiter);
                break;
            case CatchUp catchUp:
                _catchUps.Add(catchUp);
                break;
            case FindKey find:
                _searches.Begin(find, _self, _peers, Self);
                break;
            case KeyRequest request:
                Sender.Tell(new KeyAnswer(request.RequestId, _self, request.Key, _store.Storage.Read(request.Key)));
                break;
            case KeyAnswer answer:
                _searches.Take(answer);
                break;
            case GetStatus query:
                query.TrySetResult(_replica.Status());
                break;
            case GetExplanation query:
                query.TrySetResult(_replica.Explain(query.Dot));
                break;
            case Tick:
                OnTick();
                break;
            case Drained:
                _isDrainQueued = false;
                EndTurn();
                break;
            case Committed committed:
                Finish(committed);
                break;
            case Failed failed:
                throw Fail(failed);
            case ClusterEvent.CurrentClusterState state:
                _peers.Take(state);
                break;
            case ClusterEvent.IMemberEvent change:
                _peers.Take(change);
                break;
            case ClusterEvent.ReachabilityEvent change:
                _peers.Take(change);
                break;
            case ChangeLink change:
                Take(change);
                break;
            case SetLink set when _store.Options.Lab:
                Apply(set.Link);
                if (set.Link.To == _self.Replica)
                    Sender.Tell(new LinkSet(set.RequestId));
                break;
            case LinkSet set:
                if (_linkChanges.Remove(set.RequestId, out var done))
                    done.TrySetResult(done.Link);
                break;
            case GetLinks query:
                query.TrySetResult(_store.Links.Links);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(Write write)
    {
        if (_replica.PendingBytes > _store.Options.MaxPendingBytes)
        {
            if (write.TryClaim())
                write.TrySetException(new StoreUnavailableException("The disk does not keep up with the writes; try again later"));
            return;
        }

        if (!write.TryClaim())
            return;
        _replica.Write(_writes.Add(write), write.Mutations, write.Concern, write.IfMatch, _store.Time.GetUtcNow());
    }

    private void Take(ReplicaMessage message)
    {
        _peers.Heard(message.From.Replica, Sender);
        if (_replica.PendingBytes > _store.Options.MaxPendingBytes)
            return;
        Telemetry.Received(message);
        var (admitted, late) = _store.Links.Admit(message, _replica.Delivered);
        if (admitted is not null)
            _replica.Receive(admitted);
        foreach (var (update, delay) in late)
            Timers.StartSingleTimer(new object(), new Late(update), delay);
    }

    private void Take(AwaitContext waiter)
    {
        if (_waiters.Count >= _store.Options.MaxContextWaiters)
            waiter.TrySetException(new StoreUnavailableException("Too many requests wait for their causal context"));
        else if (!_waiters.Add(waiter.Context, waiter))
            waiter.TrySetResult(_store.Storage.Clock);
    }

    private void OnTick()
    {
        _replica.Reachable(_peers.Reachable);
        _replica.HeldBack(_store.Links.KeptBack);
        _replica.Tick(_store.Time.GetUtcNow());
        _waiters.RemoveWhere(waiter => waiter.Task.IsCompleted);
        ForgetAbandoned();
        EndCatchUps();
        Telemetry.Observe(_replica.Status());
    }

    /// <summary>Forgets those whose clients have given up.</summary>
    private void ForgetAbandoned()
    {
        _replica.Forget(_writes.ForgetGivenUp());
        _searches.ForgetGivenUp();
        foreach (var change in _linkChanges.Where(change => change.Value.Task.IsCompleted).ToList())
            _linkChanges.Remove(change.Key);
        foreach (var retire in _retirements.Where(retire => retire.Value.Task.IsCompleted).ToList())
            _retirements.Remove(retire.Key);
    }

    /// <summary>Answers those who wait until this replica has what the members that can be reached have.</summary>
    private void EndCatchUps()
    {
        _catchUps.RemoveAll(waiting => waiting.Task.IsCompleted);
        if (_catchUps.Count == 0 || !_peers.HasHeardAll || !_replica.HasCaughtUp)
            return;
        foreach (var waiting in _catchUps)
            waiting.TrySetResult(_store.Storage.Clock);
    }

    /// <summary>
    /// Lets the turn end behind all that is in the mailbox now, and behind the requests that wait for a thread: the busier
    /// the node, the more writes share a commit.
    /// </summary>
    private void QueueDrain()
    {
        if (_isDrainQueued || _committing is not null)
            return;
        _isDrainQueued = true;
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Tell(Drained.Instance, self), Self, preferLocal: false);
    }

    private void EndTurn()
    {
        if (_committing is not null || !_replica.HasWork)
            return;
        var turn = _replica.Seal();
        foreach (var question in turn.Questions)
            Tell(question);
        if (turn.NeedsCommit)
            Commit(turn);
        else
            CarryOut(turn);
    }

    private void Commit(Turn turn)
    {
        _committing = turn;
        var storage = _store.Storage;
        var started = _store.Time.GetTimestamp();
        Task.Run(() =>
        {
            if (turn.Changes is not null)
                storage.Commit(turn.Changes);
            if (turn.Installs is not null)
                storage.InstallStaged(_self, turn.Installs, turn.State);
        }).PipeTo(Self, Self, () => new Committed(turn, started), error => new Failed(turn, error));
    }

    private void Finish(Committed committed)
    {
        var turn = committed.Turn;
        _committing = null;
        _store.Commits.Raise();
        Telemetry.TurnCommitted(turn, _store.Time.GetElapsedTime(committed.Started), _store.Time.GetUtcNow());
        CarryOut(turn);
        foreach (var waiter in _waiters.Advance(turn.State.Coverage))
            waiter.TrySetResult(turn.State.Clock);
        if (turn.Installs is { } installed)
            _log.Info("Took over a snapshot: {0} updates behind it are delivered", installed.Snapshot.Clock.CountBeyond(VectorClock.Empty));
    }

    private IOException Fail(Failed failed)
    {
        _writes.Fail(failed.Turn, failed.Error);
        if (failed.Error is IOException refused)
            _store.Handle.Refuse(refused);
        return new IOException("The disk failed; the replica starts again from what is on it: " + failed.Error.Message, failed.Error);
    }

    private void CarryOut(Turn turn)
    {
        _replica.Committed(turn);
        foreach (var effect in turn.Effects)
            CarryOut(effect);
        foreach (var push in _pushes.Release(isBusy: _replica.HasWork))
            Tell(push);
    }

    private void Tell(Send send)
    {
        if (_peers.Find(send.To) is not { } peer)
            return;
        foreach (var part in _fragments.Of(send.Message))
            peer.Tell(part, Self);
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send { Message: UpdateBatch batch } push:
                if (_pushes.Add(push.To, batch) is { } full)
                    Tell(full);
                break;
            case Send { Message: PullRequest }:
                // Asked when the turn ended.
                break;
            case Send send:
                Tell(send);
                break;
            case Broadcast broadcast:
                _peers.TellAll(broadcast.Message, Self);
                break;
            case WriteCommitted committed:
                _writes.Committed(committed);
                break;
            case WriteReplicated replicated:
                _writes.Acknowledge(replicated.WriteId);
                break;
            case WriteRefused refused:
                _writes.Refuse(refused);
                break;
            case Reborn reborn:
                Leave(reborn.Reason);
                break;
            case RetireCompleted completed:
                if (_retirements.Remove(completed.RequestId, out var retired))
                    retired.TrySetResult(_store.Storage.State);
                break;
            case RetireRefused refused:
                if (_retirements.Remove(refused.RequestId, out var refusedOne))
                    refusedOne.TrySetException(new RetireRefusedException(refusedOne.Name, refused.Refusal));
                break;
            case NameTaken taken:
                Complain(taken.Other);
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }

    /// <summary>Makes room for the next start; callers wait for that from now on, and who came before is turned away.</summary>
    private void Leave(string reason)
    {
        if (_isLeaving)
            return;
        _isLeaving = true;
        _log.Warning("{0}; it starts again", reason);
        _store.Handle.Detach();
        Self.Tell(PoisonPill.Instance);
    }

    private void Complain(Incarnation impostor)
    {
        if (impostor == _impostor)
            return;
        _impostor = impostor;
        _log.Error("Another live node uses this one's name: {0}. Its updates are refused; give it a name of its own.", impostor);
    }

    private void Take(ChangeLink change)
    {
        var link = change.Link;
        var unknown = new[] { link.From, link.To }.Where(name => name != _self.Replica && _peers.Find(name) is null).ToList();
        if (unknown.Count > 0)
        {
            change.TrySetException(new UnknownReplicaException(unknown[0]));
            return;
        }

        Apply(link);
        _peers.TellAll(new SetLink(++_linkRequests, link), Self);
        if (link.To == _self.Replica)
            change.TrySetResult(link);
        else
            _linkChanges[_linkRequests] = change;
    }

    private void Apply(Link link)
    {
        _replica.Deliver(_store.Links.Set(link));
    }

    private sealed record Late(Update Update);

    private sealed record Committed(Turn Turn, long Started);

    private sealed record Failed(Turn Turn, Exception Error);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Drained
    {
        public static readonly Drained Instance = new();
    }
}
