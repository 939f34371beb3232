using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The promise of an answer of the replica actor, in the same process. The first answer counts.</summary>
/// <remarks>
/// Who waits goes on behind all work that waits for a thread by then, in the order of the answers. So a turn, which ends behind that
/// work too (<see cref="ReplicaShell.EndTurnSoon"/>), holds what the clients of the turn before write next.
/// </remarks>
/// <typeparam name="T">The answer.</typeparam>
internal class ReplicaReply<T> : TaskCompletionSource<T>, IReply<T>, IThreadPoolWorkItem
{
    private T? _result;
    private RequestFailure? _failure;
    private bool _isAnswered;

    /// <inheritdoc/>
    public bool IsAbandoned => Task.IsCompleted;

    /// <inheritdoc/>
    public void Succeed(T result) => Answer(result, null);

    /// <inheritdoc/>
    public void Fail(RequestFailure failure) => Answer(default, failure);

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is null)
            TrySetResult(_result!);
        else
            TrySetException(_failure.ToException());
    }

    private void Answer(T? result, RequestFailure? failure)
    {
        if (_isAnswered)
            return;
        (_isAnswered, _result, _failure) = (true, result, failure);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}

/// <summary>The promise of the answer to a write.</summary>
internal sealed class WriteReply : ReplicaReply<WriteCommitted>, IWriteReply
{
    private int _isClaimed;

    /// <inheritdoc/>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}
