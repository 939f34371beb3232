using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Observing;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// Observes this node's replica: for the live page of this node while it has viewers, and for the nodes that have asked
/// in the last seconds. While this node's page has viewers, the actor asks the other nodes. Without viewers it is idle.
/// </summary>
internal sealed class LiveActor(LiveView view, KeyValueStore store, PageAddress page, TimeProvider time)
    : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>, under which the actors of other nodes find it.</summary>
    public const string Name = "live";

    private const int MaxWatchers = 64;
    private const int TicksBetweenRequests = 8;

    private static readonly TimeSpan ObserveInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxSendInterval = TimeSpan.FromSeconds(1);

    // The time of three requests.
    private static readonly TimeSpan WatchDuration = TimeSpan.FromSeconds(6);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<IActorRef, long> _watchers = [];
    private Wire.Observation? _lastSent;
    private long _lastSentAt;
    private long _tickCount;
    private bool _isObserving;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        view.Attach(Self);
        if (view.IsWatched)
            Begin();
    }

    protected override void PostStop() => view.Detach(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Wire.Watch:
                if (_watchers.Count < MaxWatchers || _watchers.ContainsKey(Sender))
                    _watchers[Sender] = time.GetTimestamp();
                Begin();
                break;
            case Wire.Observation observation:
                view.Take(observation);
                break;
            case ViewerPresent:
                Begin();
                break;
            case ObserveTick:
                OnTick();
                break;
            case Observed observed:
                _isObserving = false;
                Publish(Observations.Write(store, observed.Observation, page.Current));
                break;
            case Status.Failure:
                // The replica does not answer. The page shows that, because its last observation grows old.
                _isObserving = false;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin()
    {
        if (Timers.IsTimerActive(ObserveTick.Instance))
            return;
        _tickCount = 0;
        _lastSent = null;
        Timers.StartPeriodicTimer(ObserveTick.Instance, ObserveTick.Instance, TimeSpan.Zero, ObserveInterval);
    }

    private void OnTick()
    {
        foreach (var watcher in _watchers.Where(watcher => time.GetElapsedTime(watcher.Value) > WatchDuration).ToList())
            _watchers.Remove(watcher.Key);
        if (_watchers.Count == 0 && !view.IsWatched)
        {
            Timers.Cancel(ObserveTick.Instance);
            return;
        }

        if (view.IsWatched && _tickCount++ % TicksBetweenRequests == 0)
            AskOthers();
        if (_isObserving)
            return;
        _isObserving = true;
        store.ObserveAsync().PipeTo(Self, Self, static observation => new Observed(observation));
    }

    private void AskOthers()
    {
        var state = _cluster.State;
        var others = state.Members
            .Where(member => member.UniqueAddress != _cluster.SelfUniqueAddress && !state.Unreachable.Contains(member))
            .Take(MaxWatchers);
        foreach (var member in others)
            Context.ActorSelection(new RootActorPath(member.Address) / "user" / Name).Tell(new Wire.Watch(), Self);
    }

    private void Publish(Wire.Observation observation)
    {
        if (view.IsWatched)
            view.Take(observation);
        if (_watchers.Count == 0)
            return;
        if (observation.Equals(_lastSent) && time.GetElapsedTime(_lastSentAt) < MaxSendInterval)
            return;
        (_lastSent, _lastSentAt) = (observation, time.GetTimestamp());
        foreach (var watcher in _watchers.Keys)
            watcher.Tell(observation, Self);
    }

    /// <summary>The live page of this node has a viewer.</summary>
    internal sealed class ViewerPresent : INoSerializationVerificationNeeded
    {
        public static ViewerPresent Instance { get; } = new();
    }

    private sealed record Observed(ReplicaObservation Observation) : INoSerializationVerificationNeeded;

    private sealed class ObserveTick : INoSerializationVerificationNeeded
    {
        public static ObserveTick Instance { get; } = new();
    }
}
