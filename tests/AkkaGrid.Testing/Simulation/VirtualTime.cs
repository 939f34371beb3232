namespace AkkaGrid.Testing.Simulation;

/// <summary>The one clock and the one thread of a simulation: what is due next happens next.</summary>
public sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _events = new();
    private long _number;

    /// <summary>The time since the start.</summary>
    public TimeSpan Now { get; private set; }

    public void At(TimeSpan time, Action action) => _events.Enqueue(action, (time < Now ? Now : time, ++_number));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Lets time pass, with all that is due meanwhile.</summary>
    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out var action, out var due) && due.At <= end)
        {
            _events.Dequeue();
            Now = due.At;
            action();
        }

        Now = end;
    }
}
