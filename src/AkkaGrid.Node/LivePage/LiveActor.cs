using Akka.Actor;
using Akka.Cluster;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Observing;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// Tells how the replica of this node stands: to this node while somebody looks here, and to the nodes that have asked
/// lately. While somebody looks here it asks the others. Does nothing at all while nobody looks.
/// </summary>
internal sealed class LiveActor(LiveView view, KeyValueStore store, PageAddress page, TimeProvider time) : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>, by which those of other nodes find it.</summary>
    public const string Name = "live";

    private const int MaxWatchers = 64;
    private const int LooksBetweenQuestions = 8;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellAtLeastEvery = TimeSpan.FromSeconds(1);

    // Three questions.
    private static readonly TimeSpan WatchLasts = TimeSpan.FromSeconds(6);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<IActorRef, long> _watchers = [];
    private Wire.Observation? _lastTold;
    private long _lastToldAt;
    private long _looks;
    private bool _isLooking;

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
                OnLook();
                break;
            case Observed looked:
                _isLooking = false;
                Tell(Observations.Write(store, looked.Observation, page.Current));
                break;
            case Status.Failure:
                // The replica does not answer; that it is not heard of says so.
                _isLooking = false;
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
        _looks = 0;
        _lastTold = null;
        Timers.StartPeriodicTimer(ObserveTick.Instance, ObserveTick.Instance, TimeSpan.Zero, LookEvery);
    }

    private void OnLook()
    {
        foreach (var watcher in _watchers.Where(watcher => time.GetElapsedTime(watcher.Value) > WatchLasts).ToList())
            _watchers.Remove(watcher.Key);
        if (_watchers.Count == 0 && !view.IsWatched)
        {
            Timers.Cancel(ObserveTick.Instance);
            return;
        }

        if (view.IsWatched && _looks++ % LooksBetweenQuestions == 0)
            AskOthers();
        if (_isLooking)
            return;
        _isLooking = true;
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

    private void Tell(Wire.Observation observation)
    {
        if (view.IsWatched)
            view.Take(observation);
        if (_watchers.Count == 0)
            return;
        if (observation.Equals(_lastTold) && time.GetElapsedTime(_lastToldAt) < TellAtLeastEvery)
            return;
        (_lastTold, _lastToldAt) = (observation, time.GetTimestamp());
        foreach (var watcher in _watchers.Keys)
            watcher.Tell(observation, Self);
    }

    /// <summary>Somebody looks at this node's page.</summary>
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
