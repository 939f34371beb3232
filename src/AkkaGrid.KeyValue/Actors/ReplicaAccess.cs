using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue.Telemetry;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// How the edge reaches the replica actor, whichever that is at the time. Where there is none a request waits for one,
/// bounded.
/// </summary>
internal sealed class ReplicaAccess(
    KeyValueOptions options,
    IReplicaStorage storage,
    ReplicaHandle handle,
    TimeProvider time,
    KeyValueTelemetry telemetry)
{
    /// <summary>Waits until what is on disk covers a context.</summary>
    /// <exception cref="ContextLostException">It never will.</exception>
    /// <exception cref="ContextNotReachedException">It has not in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    public async Task ReachAsync(CausalContext context, CancellationToken cancellationToken)
    {
        if (context.IsCoveredBy(storage.Clock, storage.Bases))
            return;
        var reply = new ReplicaReply<VectorClock>();
        var waiter = new AwaitContext(context, reply);
        await TellAsync(waiter, cancellationToken);
        try
        {
            await reply.Task.WaitAsync(options.ContextWait, time, cancellationToken);
            telemetry.ContextWaited(reached: true);
        }
        catch (TimeoutException)
        {
            telemetry.ContextWaited(reached: false);
            await ThrowUnlessReachedAsync(waiter, cancellationToken);
        }
        finally
        {
            reply.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Waits, bounded, until what is on disk covers a cursor, or it is known that it never will.</summary>
    /// <returns>Why neither is so yet; null where the wait is over.</returns>
    public async Task<string?> AwaitCursorAsync(WatchCursor cursor, CancellationToken cancellationToken)
    {
        try
        {
            await ReachAsync(cursor.Context, cancellationToken);
            return null;
        }
        catch (ContextLostException)
        {
            // What the cursor names was told by a replica that has lost it; the watch finds that it cannot go on from
            // there.
            return null;
        }
        catch (Exception notYet) when (notYet is ContextNotReachedException or StoreUnavailableException)
        {
            return notYet.Message;
        }
    }

    /// <summary>Asks something that the replica answers by itself.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    public async Task<T> AskAsync<T>(Func<ReplicaReply<T>, object> question, CancellationToken cancellationToken)
    {
        var reply = new ReplicaReply<T>();
        await TellAsync(question(reply), cancellationToken);
        try
        {
            return await reply.Task.WaitAsync(options.ContextWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException("The replica does not answer; try again in a moment");
        }
        finally
        {
            reply.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Tells the replica something, as soon as there is one.</summary>
    /// <exception cref="StoreUnavailableException">There is none in time.</exception>
    public async Task TellAsync(object command, CancellationToken cancellationToken)
    {
        try
        {
            while (!handle.TryTell(command))
                await handle.GetAsync().WaitAsync(options.ContextWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException(handle.Fault ?? "The replica is starting; try again in a moment");
        }
    }

    /// <summary>
    /// Completes when the replica has what the members that can be reached have, however long that takes.
    /// </summary>
    public async Task CaughtUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = new ReplicaReply<VectorClock>();
            try
            {
                await TellAsync(new CatchUp(reply), cancellationToken);
                await reply.Task.WaitAsync(options.ContextWait, time, cancellationToken);
                return;
            }
            catch (Exception error) when (error is StoreUnavailableException or TimeoutException)
            {
                // Asked again, for the replica may have started again.
            }
            finally
            {
                reply.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    /// <summary>Says why a context was not reached in time, unless it was reached in the last moment.</summary>
    private async Task ThrowUnlessReachedAsync(AwaitContext waiter, CancellationToken cancellationToken)
    {
        var context = await AskAsync<MissingContext>(reply => new ExplainMissing(waiter, reply), cancellationToken);
        if (!context.Lost.IsEmpty)
            throw new ContextLostException([.. context.Lost.Select(update => update.ToString())]);
        if (!context.Missing.IsEmpty)
            throw new ContextNotReachedException(
                [.. context.Missing.Select(update => update.ToString())], context.Away);
    }
}
