namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Runs planned actions in the order of their times; actions at the same time run in the order in which they were
/// planned.
/// </summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Number)> _events = new();
    private long _number;

    /// <summary>The time at which a run begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public TimeSpan Elapsed => Now - Start;

    public void At(DateTimeOffset moment, Action action) => _events.Enqueue(action, (moment, ++_number));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Runs the planned actions while a condition holds.</summary>
    public void Run(Func<bool> goesOn)
    {
        while (goesOn() && _events.TryDequeue(out var action, out var planned))
        {
            Now = planned.At;
            action();
        }
    }
}
