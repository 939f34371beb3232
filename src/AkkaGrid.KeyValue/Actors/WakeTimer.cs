using Akka.Actor;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Tells an actor <see cref="Due"/> at the uptime at which its driver wants to be woken.</summary>
internal sealed class WakeTimer(TimeProvider time, IActorRef actor) : IDisposable
{
    private ITimer? _timer;
    private TimeSpan? _armed;

    /// <summary>Wakes the actor at an uptime, unless it is woken sooner; null for never.</summary>
    public void Arm(TimeSpan? wakeAt)
    {
        if (wakeAt is not { } due || due >= _armed)
            return;
        _armed = due;
        _timer ??= time.CreateTimer(
            _ => actor.Tell(Due.Instance, actor), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers count whole milliseconds: one of less would go off at once, and again.
        var left = Math.Ceiling((due - Moment.Of(time).Uptime).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, left)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The actor was told <see cref="Due"/>.</summary>
    public void Fired() => _armed = null;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>The uptime has come.</summary>
    internal sealed class Due
    {
        public static readonly Due Instance = new();
    }
}
