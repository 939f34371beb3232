using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The answer to the write of a record of charging. It comes once.</summary>
/// <param name="wallTime">The time by the replica's clock.</param>
/// <param name="acknowledged">Called when the write has met its concern, with the update and the concern.</param>
/// <param name="failed">Called when it has failed.</param>
public sealed class VirtualRecordWrite(
    DateTimeOffset wallTime, Action<Dot, WriteConcern> acknowledged, Action<RequestFailure> failed)
    : IVirtualWrite
{
    private WriteCommitted? _made;

    public DateTimeOffset WallTime => wallTime;

    public bool IsAbandoned { get; private set; }

    public bool TryClaim() => !IsAbandoned;

    public void Made(WriteCommitted update) => _made = update;

    public void Acknowledge()
    {
        if (TryFinish())
            acknowledged(_made!.Dot, _made.Concern);
    }

    public void Succeed(WriteCommitted result) => Acknowledge();

    public void Fail(RequestFailure failure)
    {
        if (TryFinish())
            failed(failure);
    }

    /// <summary>Waits no longer.</summary>
    /// <returns>Whether there was no answer until now.</returns>
    public bool TryFinish()
    {
        var isFirst = !IsAbandoned;
        IsAbandoned = true;
        return isFirst;
    }
}
