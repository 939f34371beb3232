using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.Benchmarks.Twin;

/// <summary>
/// The shell of a <see cref="TwinReplica"/>: the replica actor's way of committing, sending and answering.
/// </summary>
internal sealed class TwinActor : UntypedActor, IWithTimers
{
    private readonly KeyValueStore _store;
    private readonly TwinReplica _replica;
    private readonly PeerDirectory _peers;
    private readonly OpenWrites _writes = new();
    private readonly Fragments _fragments = new();
    private readonly PushBuffer _pushes;
    private readonly WakeTimer _wake;
    private bool _isCommitting;
    private bool _isDrainQueued;

    public TwinActor(KeyValueStore store)
    {
        _store = store;
        var self = new Incarnation(store.Options.Name, KeyValueStore.NewNonce());
        _replica = new TwinReplica(self, store.Storage, store.Options.Replica);
        _wake = new WakeTimer(store.Time, Self);
        _pushes = new PushBuffer(store.Options.Replica);
        _peers = new PeerDirectory(Context, self.Replica, store.Storage.State.Set);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _peers.Subscribe();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _store.Options.TickInterval);
        _store.Handle.Attach(Self);
    }

    protected override void PostStop() => _wake.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Write write when write.TryClaim():
                _replica.Write(_writes.Add(write), write, _store.Time.GetUtcNow());
                break;
            case ReplicaMessage received:
                _peers.Heard(received, Sender);
                _store.Telemetry.Received(received);
                _replica.Receive(received);
                break;
            case Tick:
                _replica.Tick();
                break;
            case WakeTimer.Due:
                _wake.Fired();
                Push();
                break;
            case Drained:
                _isDrainQueued = false;
                EndTurn();
                break;
            case Committed committed:
                _isCommitting = false;
                _store.Telemetry.TurnCommitted(
                    committed.Turn, _store.Time.GetElapsedTime(committed.Started), _store.Time.GetUtcNow());
                CarryOut(committed.Turn);
                break;
            case Status.Failure failed:
                throw failed.Cause;
            default:
                if (!_peers.TryTake(message))
                    Unhandled(message);
                return;
        }

        if (_replica.HasWork && !_isDrainQueued && !_isCommitting)
        {
            _isDrainQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(
                static self => self.Tell(Drained.Instance, self), Self, preferLocal: false);
        }
    }

    private void EndTurn()
    {
        if (_isCommitting || !_replica.HasWork)
            return;
        var turn = _replica.Seal();
        if (turn.Changes is not { } changes)
        {
            CarryOut(turn);
            return;
        }

        _isCommitting = true;
        var (storage, started) = (_store.Storage, _store.Time.GetTimestamp());
        Task.Run(() => storage.Commit(changes)).PipeTo(Self, Self, () => new Committed(turn, started));
    }

    private void CarryOut(Turn turn)
    {
        _replica.Committed(turn);
        foreach (var effect in turn.Effects)
        {
            switch (effect)
            {
                case Send { Message: UpdateBatch batch } push:
                    if (_pushes.Add(push.To, batch) is { } full)
                        Tell(full);
                    break;
                case Broadcast broadcast:
                    _peers.TellAll(broadcast.Message, Self);
                    break;
                case WriteCommitted committed:
                    _writes.Committed(committed);
                    break;
            }
        }

        Push();
    }

    private void Push()
    {
        foreach (var send in _pushes.Release(Moment.Of(_store.Time).Uptime))
            Tell(send);
        _wake.Arm(_pushes.WakeAt);
    }

    private void Tell(Send send)
    {
        if (_peers.Find(send.To) is not { } peer)
            return;
        foreach (var part in _fragments.Of(send.Message))
            peer.Tell(part, Self);
    }

    private sealed record Committed(Turn Turn, long Started);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Drained
    {
        public static readonly Drained Instance = new();
    }
}
