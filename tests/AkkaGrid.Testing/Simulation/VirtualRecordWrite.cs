using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The answer to the write of a record of charging. It comes once.</summary>
/// <param name="wallTime">The time by the replica's clock.</param>
/// <param name="acknowledged">Is told that the write has met its concern.</param>
/// <param name="failed">Is told that it has failed.</param>
public sealed class VirtualRecordWrite(DateTimeOffset wallTime, Action<Dot> acknowledged, Action<RequestFailure> failed) : IVirtualWrite
{
    private Dot? _dot;

    public DateTimeOffset WallTime => wallTime;

    public bool IsAbandoned { get; private set; }

    public bool TryClaim() => !IsAbandoned;

    public void Made(Dot dot) => _dot = dot;

    public void Acknowledge()
    {
        if (TryFinish())
            acknowledged(_dot!.Value);
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
