using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Answers peers that lack updates, beside the replica actor, so that reading for them holds up no write.</summary>
internal sealed class RepairActor : UntypedActor, IWithTimers
{
    private readonly RepairSource _source;
    private readonly Fragments _fragments = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private string? _complaint;
    private long _tick;

    public RepairActor(Incarnation self, KeyValueStore store)
    {
        _source = new RepairSource(self, store.Storage, store.Options.Replica);
        Timers!.StartPeriodicTimer(Tick.Instance, Tick.Instance, store.Options.TickInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PullRequest request:
                Answer(() => _source.Answer(request));
                break;
            case SnapshotRequest request:
                Answer(() => _source.Answer(request, _tick) is { } answer ? [answer] : []);
                break;
            case Tick:
                _source.Expire(++_tick);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _source.Dispose();

    /// <summary>Answers as far as the disk can be read; whoever lacks the rest asks elsewhere.</summary>
    private void Answer(Func<IEnumerable<ReplicaMessage>> answers)
    {
        try
        {
            foreach (var answer in answers())
                Reply(answer);
        }
        catch (IOException error)
        {
            if (error.Message != _complaint)
                _log.Error("A peer asks for what cannot be read, and gets no answer: {0}", error.Message);
            _complaint = error.Message;
        }
    }

    /// <summary>Answers in the name of the replica actor, which is the one that peers know.</summary>
    private void Reply(ReplicaMessage message)
    {
        foreach (var part in _fragments.Of(message))
            Sender.Tell(part, Context.Parent);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
