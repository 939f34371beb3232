using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The promise of an answer of the replica actor, in the same process.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal class ReplicaReply<T>()
    : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IReply<T>
{
    /// <inheritdoc/>
    public bool IsAbandoned => Task.IsCompleted;

    /// <inheritdoc/>
    public void Succeed(T result) => TrySetResult(result);

    /// <inheritdoc/>
    public void Fail(RequestFailure failure) => TrySetException(failure.ToException());
}

/// <summary>The promise of the answer to a write.</summary>
internal sealed class WriteReply : ReplicaReply<WriteCommitted>, IWriteReply
{
    private int _isClaimed;

    /// <inheritdoc/>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}
