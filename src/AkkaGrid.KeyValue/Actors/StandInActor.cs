using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Stands in for the replica while its disk takes no writes, or is damaged: goes on telling peers what is on disk, and
/// sending them what they lack, which only reads. It ends when another start of the replica is worth trying.
/// </summary>
/// <remarks>
/// It speaks as the last start did, and says no more than that could have said: nothing becomes of what comes in.
/// </remarks>
internal sealed class StandInActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly KeyValueStore _store;
    private readonly IOException _failure;
    private readonly PeerDirectory _peers;
    private readonly IActorRef? _repair;
    private readonly KeySearches _searches;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private TimeSpan _pause = ShortestPause;

    public StandInActor(KeyValueStore store, IOException failure)
    {
        _store = store;
        _failure = failure;
        _peers = new PeerDirectory(Context, store.Options.Name, store.Storage.State.Set);
        _searches = new KeySearches(store, _log);
        if (Spoken is { } self)
            _repair = Context.ActorOf(Props.Create(() => new RepairActor(self, store)), "repair");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsDamage => _failure is StorageException { IsDamage: true };

    /// <summary>
    /// The start as which to speak: the one that is on disk, if the replica set has taken it. None where the disk cannot be
    /// read either, and its files are about to be opened anew.
    /// </summary>
    private Incarnation? Spoken =>
        (IsDamage || _failure is DiskFullException)
        && _store.Handle.Settled is { } settled
        && _store.Storage.State.Set.IsCurrent(settled)
            ? settled
            : null;

    protected override void PreStart()
    {
        _peers.Subscribe();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        var pause = IsDamage ? _store.Options.DamagePause : _pause;
        Timers.StartSingleTimer(Probe.Instance, Probe.Instance, pause);
        _log.Error(
            "{0}. Until the disk is well, this replica takes no writes and delivers nothing; {1}. It is tried again in {2} s",
            _failure.Message.TrimEnd('.'),
            _repair is null ? "what can be read is read" : "reads go on, and peers get what is on it",
            pause.TotalSeconds);
    }

    protected override void PostStop() => _peers.Unsubscribe();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                Announce();
                break;
            case PullRequest or SnapshotRequest:
                _repair?.Forward(message);
                break;
            case KeyRequest request when Spoken is { } self:
                _searches.Answer(request, self, Sender);
                break;
            case Probe:
                Try();
                break;
            case Tried { Error: null }:
                _log.Info("The disk takes writes again; the replica starts");
                _store.Handle.Recover();
                Context.Stop(Self);
                break;
            case Tried:
                Timers.StartSingleTimer(Probe.Instance, Probe.Instance, _pause);
                _pause = _pause < LongestPause ? 2 * _pause : LongestPause;
                break;
            case ReplicaMessage or IReplicationMessage:
                break;
            default:
                if (!_peers.TryTake(message))
                    Unhandled(message);
                break;
        }
    }

    private void Announce()
    {
        if (Spoken is not { } self)
            return;
        var state = _store.Storage.State;
        _peers.TellAll(new ClockAnnouncement(self, state.Clock, new MembershipView(state.Set, state.Horizon)
        {
            ClockBase = state.Clock.Base.Name,
            HorizonBase = state.Horizon.Base.Name,
        }), Self);
    }

    /// <summary>Finds out whether the disk takes writes, as a start of the replica does.</summary>
    private void Try()
    {
        var storage = _store.Storage;
        var writer = new Incarnation(_store.Options.Name, KeyValueStore.NewNonce());
        Task.Run(() => storage.Load(writer)).PipeTo(Self, Self, _ => new Tried(null), error => new Tried(error));
    }

    private sealed record Tried(Exception? Error);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Probe
    {
        public static readonly Probe Instance = new();
    }
}
