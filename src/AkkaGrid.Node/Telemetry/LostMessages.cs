using Akka.Actor;
using Akka.Event;

namespace AkkaGrid.Node.Telemetry;

/// <summary>Counts the dead letters and the unhandled messages of an actor system.</summary>
internal sealed class LostMessages : UntypedActor
{
    /// <summary>The name below <c>/user</c>.</summary>
    public const string Name = "lost-messages";

    private readonly ClusterMetrics _metrics;

    public LostMessages(ClusterMetrics metrics) => _metrics = metrics;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeadLetter:
                _metrics.DeadLetter();
                break;
            case UnhandledMessage:
                _metrics.Unhandled();
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
