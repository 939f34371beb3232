using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Runs a <see cref="ReadOnlyReplica"/> in an actor while the disk takes no writes, or is damaged. It ends when another
/// start of the replica is worth trying.
/// </summary>
internal sealed class ReadOnlyReplicaActor : UntypedActor, IWithTimers
{
    private readonly KeyValueStore _store;
    private readonly IOException _failure;
    private readonly PeerDirectory _peers;
    private readonly ReadOnlyReplica _replica;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ReadOnlyReplicaActor(KeyValueStore store, IOException failure)
    {
        _store = store;
        _failure = failure;
        _peers = new PeerDirectory(Context, store.Options.Name, store.Storage.State.Set);
        // Of other failures it is not known that the disk can be read; its files are about to be opened again.
        var admitted = IsDamage || failure is DiskFullException ? store.Handle.Admitted : null;
        var shell = new ReplicaShell(Context, admitted ?? default, store, _peers);
        _replica = new ReadOnlyReplica(
            store.Storage, admitted, store.Options.Replica.IsSeed, shell, new ReplicaObserver(store, _log));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsDamage => _failure is StorageException { IsDamage: true };

    protected override void PreStart()
    {
        _peers.Subscribe();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        var pause = IsDamage ? _store.Options.DamagePause : _replica.NextTry();
        Timers.StartSingleTimer(Probe.Instance, Probe.Instance, pause);
        _log.Error(
            "{0}. Until the disk is well, this replica takes no writes and delivers nothing; {1}. It "
                + "is tried again in {2} s",
            _failure.Message.TrimEnd('.'),
            _replica.Self is null ? "what can be read is read" : "reads go on, and peers get what is on it",
            pause.TotalSeconds);
    }

    protected override void PostStop() => _peers.Unsubscribe();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                _replica.Tick();
                break;
            case IPeerMessage peerMessage:
                _replica.Receive(peerMessage);
                break;
            case Fragment:
                break;
            case Probe:
                Try();
                break;
            case OpenAttempted { Error: null }:
                _log.Info("The disk takes writes again; the replica starts");
                _store.Handle.Recover();
                Context.Stop(Self);
                break;
            case OpenAttempted:
                Timers.StartSingleTimer(Probe.Instance, Probe.Instance, _replica.NextTry());
                break;
            default:
                if (!_peers.TryTake(message))
                    Unhandled(message);
                break;
        }
    }

    /// <summary>Finds out whether the disk takes writes, as a start of the replica does.</summary>
    private void Try()
    {
        var storage = _store.Storage;
        var writer = new Incarnation(_store.Options.Name, KeyValueStore.NewNonce());
        Task.Run(() => storage.Load(writer))
            .PipeTo(Self, Self, _ => new OpenAttempted(null), error => new OpenAttempted(error));
    }

    private sealed record OpenAttempted(Exception? Error);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Probe
    {
        public static readonly Probe Instance = new();
    }
}
