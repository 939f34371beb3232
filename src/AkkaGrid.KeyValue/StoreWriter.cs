using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.KeyValue.Actors;

namespace AkkaGrid.KeyValue;

/// <summary>
/// Writes by way of the replica actor, and says what is known of a write that is not confirmed in time.
/// </summary>
internal sealed class StoreWriter(KeyValueStore store, ReplicaAccess replica)
{
    /// <inheritdoc cref="KeyValueStore.WriteAsync"/>
    public async Task<WriteResult> WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        request.ThrowIfTooLarge(store.Options);
        if (store.Fault is { } fault)
            throw new StoreUnavailableException(fault);
        await replica.ReachAsync(request.Context, cancellationToken);
        var reply = new WriteReply();
        var write = new Write(request, reply);
        await replica.TellAsync(write, cancellationToken);
        try
        {
            var committed = await reply.Task.WaitAsync(
                request.Timeout ?? store.Options.WriteTimeout, store.Time, cancellationToken);
            var seen = request.Context.With(committed.Dot).Shortened(committed.Causes, store.Storage.Bases);
            return new WriteResult(committed.Dot, committed.Causes, seen)
            {
                Concern = committed.Concern,
                IsReduced = committed.IsReduced,
            };
        }
        catch (TimeoutException)
        {
            throw GiveUp(write);
        }
        finally
        {
            reply.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>
    /// Keeps a write whose time is up from happening, if it has not begun; else says what is known of it.
    /// </summary>
    private static KeyValueException GiveUp(Write write)
    {
        if (write.TryClaim())
            return new StoreUnavailableException("The replica did not take the write in time; nothing was written");
        return write.Committed is { } committed
            ? new WriteUncertainException(
                "The write is on this replica's disk, but too few others have confirmed it in time", committed.Dot)
            : new WriteUncertainException(
                "The disk did not confirm the write in time; it is not known whether it happened", null);
    }
}
