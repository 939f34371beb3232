using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Answers peers that lack updates, beside the replica actor, so that reading for them holds up no write.
/// </summary>
internal sealed class RepairActor : UntypedActor, IWithTimers
{
    private readonly RepairResponder _responder;
    private readonly Fragments _fragments = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private string? _complaint;

    public RepairActor(Incarnation self, KeyValueStore store)
    {
        _responder = new RepairResponder(self, store.Storage, store.Options.Replica);
        Timers!.StartPeriodicTimer(Tick.Instance, Tick.Instance, store.Options.TickInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplicaMessage request:
                Answer(request);
                break;
            case Tick:
                _responder.Tick();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _responder.Dispose();

    /// <summary>Answers as far as the disk can be read; whoever lacks the rest asks elsewhere.</summary>
    private void Answer(ReplicaMessage request)
    {
        try
        {
            foreach (var answer in _responder.Answer(request))
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
