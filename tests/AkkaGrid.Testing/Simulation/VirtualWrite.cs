using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The answer to the write of a client's call.</summary>
public sealed class VirtualWrite(VirtualCall call) : IVirtualWrite
{
    public DateTimeOffset WallTime => call.WallTime;

    public bool IsAbandoned => call.IsDone;

    public bool TryClaim() => !call.IsDone;

    public void Made(WriteCommitted update) => call.Dot = update.Dot;

    public void Acknowledge() => call.Acknowledge();

    public void Succeed(WriteCommitted result) => call.Acknowledge();

    public void Fail(RequestFailure failure)
    {
        if (failure is DiskFailedDuringWrite or StoppedDuringWrite or StoppedDuringReplication)
            call.Abandon();
        else
            call.Refuse();
    }
}
