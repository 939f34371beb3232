using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Runs a <see cref="ReplicaDriver"/> in an actor: hands it what comes in, the time, and what became of its commits.
/// What is decided, the driver decides.
/// </summary>
/// <remarks>
/// A disk that fails ends the actor. A <see cref="ReadOnlyReplicaActor"/> follows it until the disk is well; then
/// another of its kind, which reads the disk again under a new incarnation.
/// </remarks>
internal sealed class ReplicaActor : UntypedActor, IWithTimers
{
    /// <summary>The name below <c>/user</c>, of the actor's supervisor, by which replicas find each other.</summary>
    public const string Name = "replica";

    private readonly KeyValueStore _store;
    private readonly PeerDirectory _peers;
    private readonly ReplicaObserver _observer;
    private readonly ReplicaDriver _driver;
    private readonly WakeTimer _wake;
    private readonly FragmentAssembler<IActorRef> _assembler;

    public ReplicaActor(KeyValueStore store)
    {
        _store = store;
        var self = new Incarnation(store.Options.Name, KeyValueStore.NewNonce());
        _peers = new PeerDirectory(Context, self.Replica, store.Storage.State.Set);
        _observer = new ReplicaObserver(store, Context.GetLogger());
        _driver = Load(self, new ReplicaShell(Context, self, store, _peers));
        _observer.Replica = _driver;
        _wake = new WakeTimer(store.Time, Self);
        _assembler = new FragmentAssembler<IActorRef>(store.Options.MaxMessageBytes, store.Storage.Bases);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => Moment.Of(_store.Time);

    protected override void PreStart()
    {
        _peers.Subscribe();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        _store.Handle.Attach(Self);
        _driver.Start();
    }

    protected override void PostStop()
    {
        _store.Handle.Detach();
        _peers.Unsubscribe();
        _wake.Dispose();
        _driver.Stop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplicaCommand command:
                _driver.Handle(command, Now);
                break;
            case IPeerMessage peerMessage:
                Take(peerMessage);
                break;
            case Fragment fragment:
                Take(_assembler.Add(Sender, fragment));
                break;
            case UnknownBases:
                Take(message);
                break;
            case Tick:
                _driver.Tick(Now);
                _observer.Ticked();
                break;
            case WakeTimer.Due:
                _wake.Fired();
                _driver.Wake(Now);
                break;
            case ReplicaShell.Drained:
                _driver.EndTurn(Now);
                break;
            case ReplicaShell.Committed committed:
                _observer.Visible(committed.Commit.Turn, committed.Started);
                _driver.Committed(committed.Commit, Now);
                break;
            case ReplicaShell.Failed failed:
                _driver.Failed(failed.Commit, failed.Error);
                break;
            case GetStatus query:
                query.Reply.Succeed(_driver.Status());
                break;
            case GetObservation query:
                query.Reply.Succeed(_observer.Observe());
                break;
            case GetExplanation query:
                query.Reply.Succeed(_driver.Explain(query.Dot));
                break;
            case GetLinks query:
                query.Reply.Succeed(_driver.Links);
                break;
            default:
                if (!_peers.TryTake(message))
                    Unhandled(message);
                break;
        }

        _wake.Arm(_driver.WakeAt);
    }

    private void Take(object? read)
    {
        if (read is UnknownBases unknown)
            _driver.Unreadable(unknown.Names, Now);
        if (read is not IPeerMessage message)
            return;

        // Who asks for updates has not said yet what it has.
        if (message is ReplicaMessage replicaMessage and not (PullRequest or SnapshotRequest))
            _peers.Heard(replicaMessage, Sender);
        _driver.Receive(message, Now);
    }

    /// <summary>Starts on what is on disk, which has shown by then that it takes writes.</summary>
    private ReplicaDriver Load(Incarnation self, ReplicaShell shell)
    {
        try
        {
            return new ReplicaDriver(self, _store.Storage, _store.Options.Driver, _store.Links, shell, _observer, Now);
        }
        catch (IOException error)
        {
            _store.Handle.Refuse(error);
            throw;
        }
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
