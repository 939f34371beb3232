using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>A client who notes the answer that it gets.</summary>
internal class RecordedReply<T> : IReply<T>
{
    public bool IsAbandoned { get; set; }

    public T? Result { get; private set; }

    public RequestFailure? Failure { get; private set; }

    public int Answers { get; private set; }

    public void Succeed(T result)
    {
        Result = result;
        Answers++;
    }

    public virtual void Fail(RequestFailure failure)
    {
        Failure = failure;
        Answers++;
    }
}

/// <summary>A client who writes.</summary>
internal sealed class RecordedWrite(RecordingShell? shell = null) : RecordedReply<WriteCommitted>, IWriteReply
{
    /// <summary>Whether the client has given up before the replica took the write.</summary>
    public bool IsClaimed { get; set; }

    public bool TryClaim()
    {
        var isFirst = !IsClaimed;
        IsClaimed = true;
        return isFirst;
    }

    public override void Fail(RequestFailure failure)
    {
        base.Fail(failure);
        shell?.Note("write failed");
    }
}
