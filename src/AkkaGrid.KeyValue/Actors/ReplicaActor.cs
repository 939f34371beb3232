using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Lab;
using AkkaGrid.KeyValue.Observing;
using AkkaGrid.KeyValue.Telemetry;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// The shell of a replica: feeds it what comes in, has its turns committed, and their effects carried out when they are on
/// disk.
/// </summary>
/// <remarks>
/// A disk that fails ends the actor. A <see cref="StandInActor"/> follows it until the disk is well; then another of its
/// kind, which reads the disk again under a new incarnation.
/// </remarks>
internal sealed class ReplicaActor : UntypedActor, IWithTimers
{
    /// <summary>The name below <c>/user</c>, of the actor's supervisor, by which replicas find each other.</summary>
    public const string Name = "replica";

    private readonly KeyValueStore _store;
    private readonly Incarnation _self;
    private readonly Replica _replica;
    private readonly PeerDirectory _peers;
    private readonly OpenWrites _writes = new();
    private readonly OpenRetirements _retirements = new();
    private readonly KeySearches _searches;
    private readonly WaitingRequests _waiting;
    private readonly LabLinks _links;
    private readonly ArrivalSample _arrivals;
    private readonly TurnCommitter _turns;
    private readonly TurnEffects _effects;
    private readonly StashWaits _stashWaits;
    private readonly FragmentAssembler<IActorRef> _assembler;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _repair;
    private bool _isLeaving;

    public ReplicaActor(KeyValueStore store)
    {
        _store = store;
        _self = new Incarnation(store.Options.Name, KeyValueStore.NewNonce());
        _replica = Load();
        _peers = new PeerDirectory(Context, _self.Replica, store.Storage.State.Set);
        _searches = new KeySearches(store, _log);
        _waiting = new WaitingRequests(store);
        _links = new LabLinks(
            store.Links, _self.Replica, _peers, Self, (late, delay) => Timers.StartSingleTimer(new object(), late, delay));
        _arrivals = new ArrivalSample(store.Time);
        _effects = new TurnEffects(store, _peers, _writes, _retirements, Self, _log);
        _turns = new TurnCommitter(_self, _replica, store, Self);
        _stashWaits = new StashWaits(_replica, store);
        _assembler = new FragmentAssembler<IActorRef>(store.Options.MaxMessageBytes, store.Storage.Bases);
        _repair = Context.ActorOf(Props.Create(() => new RepairActor(_self, store)), "repair");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsOverloaded => _replica.PendingBytes > _store.Options.MaxPendingBytes;

    protected override void PreStart()
    {
        _peers.Subscribe();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        _store.Handle.Attach(Self);
        _turns.QueueDrain();
    }

    protected override void PostStop()
    {
        _store.Handle.Detach();
        _peers.Unsubscribe();
        _effects.PushAll();
        _effects.Dispose();
        _writes.AbandonAll();
        _waiting.AbandonAll(Starting());
        _links.AbandonAll(Starting());
        _retirements.AbandonAll(Starting());
    }

    protected override void OnReceive(object message)
    {
        if ((_isLeaving || _replica.IsInstalling) && TurnAway(message))
            return;
        try
        {
            Handle(message);
        }
        catch (IOException error)
        {
            Fail(error);
        }

        if (_isLeaving)
            return;
        if (_replica.TakeQuestion() is { } question)
            _effects.Ask(question);
        if (_replica.HasWork && !_replica.IsInstalling)
            _turns.QueueDrain();
    }

    private StoreUnavailableException Starting() => new(_store.Fault ?? "The replica is starting; try again in a moment");

    /// <summary>
    /// While a snapshot is taken over, and before another start, nothing may change the replica: writes are refused, and
    /// what peers say and ticks bring is said again.
    /// </summary>
    private bool TurnAway(object message)
    {
        switch (message)
        {
            case Write write:
                if (write.TryClaim())
                    write.TrySetException(_isLeaving
                        ? Starting()
                        : new StoreUnavailableException("The replica takes a snapshot over; try again in a moment"));
                return true;
            case Retire retire:
                retire.TrySetException(Starting());
                return true;
            case LabLinks.Late late:
                _links.Arrived(late);
                return true;
            case ReplicaMessage or Fragment or UnknownBases or Tick or SetLink or ChangeLink:
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
                _repair.Forward(message);
                break;
            case ReplicaMessage replicaMessage:
                Take(replicaMessage);
                break;
            case Fragment fragment:
                if (_assembler.Add(Sender, fragment) is { } whole)
                    Handle(whole);
                break;
            case UnknownBases unknown:
                foreach (var name in unknown.Names)
                    _replica.SeekBase(name);
                break;
            case Tick:
                OnTick();
                break;
            case TurnEffects.PushesDue:
                _effects.Push();
                break;
            case TurnCommitter.Drained:
                EndTurn();
                break;
            case TurnCommitter.Committed committed:
                Finish(committed);
                break;
            case TurnCommitter.Failed failed:
                Fail(failed);
                break;
            case AwaitContext waiter:
                _waiting.Add(waiter);
                break;
            case CatchUp waiter:
                _waiting.Add(waiter);
                break;
            case Retire retire:
                _replica.Retire(_retirements.Add(retire), retire.Name, retire.IsForced);
                break;
            case GetStatus query:
                query.TrySetResult(_replica.Status());
                break;
            case GetGlimpse query:
                query.TrySetResult(Glimpse());
                break;
            case GetExplanation query:
                query.TrySetResult(_replica.Explain(query.Dot));
                break;
            case FindKey find:
                _searches.Begin(find, _self, _peers, Self);
                break;
            case KeyRequest request:
                _searches.Answer(request, _self, Sender);
                break;
            case KeyAnswer answer:
                _searches.Take(answer);
                break;
            case ChangeLink change:
                LetIn(_links.Change(change));
                break;
            case SetLink set when _store.Options.Lab:
                LetIn(_links.Set(set, Sender));
                break;
            case LinkSet set:
                _links.Changed(set);
                break;
            case LabLinks.Late late:
                _links.Arrived(late);
                LetIn([late.Update]);
                break;
            case GetLinks query:
                query.TrySetResult(_links.Links);
                break;
            default:
                if (!_peers.TryTake(message))
                    Unhandled(message);
                break;
        }
    }

    private void Take(Write write)
    {
        if (!write.TryClaim())
            return;
        if (IsOverloaded)
            write.TrySetException(new StoreUnavailableException("The disk does not keep up with the writes; try again later"));
        else if (!_replica.IsAdmitted)
            write.TrySetException(new StoreUnavailableException("The replica started on an empty disk and waits for a peer; try again in a moment"));
        else
            _replica.Write(_writes.Add(write), write.Mutations, write.Concern, write.IfMatch, _store.Time.GetUtcNow());
    }

    private void Take(ReplicaMessage message)
    {
        _peers.Heard(message, Sender);
        if (IsOverloaded)
            return;
        _store.Telemetry.Received(message);
        var admitted = _links.Admit(message, _replica.Delivered);
        if (_arrivals.IsOpen)
            _arrivals.Note(message, admitted, dot => _replica.Delivered.Covers(dot) || _replica.Holds(dot));
        if (admitted is null)
            return;
        _replica.Receive(admitted);
        _stashWaits.Arrived(admitted);
    }

    private void LetIn(ImmutableArray<Update> updates)
    {
        if (_arrivals.IsOpen)
            _arrivals.NoteLate(updates);
        _replica.Deliver(updates);
        _stashWaits.Arrived(updates);
    }

    private Glimpse Glimpse()
    {
        var delivered = _store.Storage.Clock;
        var (arrivals, leftOut) = _arrivals.Take(dot => delivered.Covers(dot) ? true : _replica.Holds(dot) ? false : null);
        return new Glimpse(
            _replica.Status(), [.. _replica.MissingCauses.Take(Observing.Glimpse.MaxWaiting)], _links.Incoming, arrivals, leftOut);
    }

    private void OnTick()
    {
        _replica.Reachable(_peers.Reachable);
        _replica.Tick(_store.Time.GetUtcNow());
        _replica.Forget(_writes.ForgetGivenUp());
        _retirements.ForgetGivenUp();
        _searches.ForgetGivenUp();
        _waiting.ForgetGivenUp();
        _links.ForgetGivenUp();
        _arrivals.CloseUnlessAsked();
        if (_peers.HasHeardAll && _replica.HasCaughtUp)
            _waiting.CaughtUp();
        if (_replica.IsAdmitted)
            _store.Handle.Settled = _self;
        _store.Telemetry.Observe(_replica.Status(), _store.Storage, _store.Time.GetUtcNow());
    }

    private void EndTurn()
    {
        // What a failure has left in the middle must not reach the disk.
        if (!_isLeaving && _turns.End() is { } turn)
            CarryOut(turn, turn.State);
    }

    private void Finish(TurnCommitter.Committed committed)
    {
        var turn = committed.Turn;
        _turns.Finish(committed);
        _stashWaits.Visible(turn);
        CarryOut(turn, committed.State);
        _waiting.Advance(committed.State);
        if (turn.Installs is { } installed)
            _log.Info("Merged a snapshot: {0} updates are delivered with it", installed.There.Clock.CountBeyond(installed.Here.Clock));
    }

    private void CarryOut(Turn turn, ReplicaState state)
    {
        _replica.Committed(turn, state);
        _effects.CarryOut(turn);
    }

    private void Fail(TurnCommitter.Failed failed)
    {
        // First, so that who is answered now, and asks again, is told.
        if (failed.Error is IOException refused)
            _store.Handle.Refuse(refused);
        _writes.Fail(failed.Turn, failed.Error);
        Fail(failed.Error);
    }

    private void Fail(Exception error)
    {
        if (_isLeaving)
            return;
        if (error is IOException refused)
            _store.Handle.Refuse(refused);
        _log.Warning("The disk failed under the replica, which starts again from what is on it: {0}", error.Message);
        Leave();
    }

    /// <summary>Makes room for the next start; callers wait for that from now on, and who came before is turned away.</summary>
    private void Leave()
    {
        _isLeaving = true;
        _store.Handle.Detach();
        Self.Tell(PoisonPill.Instance);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
