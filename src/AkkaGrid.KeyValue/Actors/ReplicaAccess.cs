using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue.Telemetry;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// How the edge reaches the replica actor, whichever that is at the time. Where there is none a request waits for one,
/// bounded.
/// </summary>
internal sealed class ReplicaAccess(
    KeyValueOptions options, IReplicaStorage storage, ReplicaHandle handle, TimeProvider time, KeyValueTelemetry telemetry)
{
    /// <summary>Waits until what is on disk covers a context.</summary>
    /// <exception cref="ContextLostException">It never will.</exception>
    /// <exception cref="ContextNotReachedException">It has not in time.</exception>
    /// <exception cref="StoreUnavailableException">The replica is not there to wait at.</exception>
    public async Task ReachAsync(CausalContext context, CancellationToken cancelled)
    {
        if (context.IsCoveredBy(storage.Clock, storage.Bases))
            return;
        var waiter = new AwaitContext(context);
        await TellAsync(waiter, cancelled);
        try
        {
            await waiter.Task.WaitAsync(options.ContextWait, time, cancelled);
            telemetry.ContextWaited(reached: true);
        }
        catch (TimeoutException)
        {
            telemetry.ContextWaited(reached: false);
            throw new ContextNotReachedException([.. context.Missing(storage.Clock, storage.Bases).Select(Describe)]);
        }
        finally
        {
            waiter.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Waits until what is on disk covers a cursor, unless it never will: then the watch begins anew, and says so.</summary>
    public async Task ReachCursorAsync(WatchCursor? cursor, CancellationToken cancelled)
    {
        try
        {
            await ReachAsync(cursor?.Context ?? CausalContext.Empty, cancelled);
        }
        catch (ContextLostException)
        {
            // What the cursor names was told by a replica that has lost it; the watch finds that it cannot go on from there.
        }
    }

    /// <summary>Asks something that the replica answers by itself.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    public async Task<T> AskAsync<T>(ReplicaCommand<T> command, CancellationToken cancelled)
    {
        await TellAsync(command, cancelled);
        try
        {
            return await command.Task.WaitAsync(options.ContextWait, time, cancelled);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException("The replica does not answer; try again in a moment");
        }
        finally
        {
            command.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Tells the replica something, as soon as there is one.</summary>
    /// <exception cref="StoreUnavailableException">There is none in time.</exception>
    public async Task TellAsync(object command, CancellationToken cancelled)
    {
        try
        {
            while (!handle.TryTell(command))
                await handle.GetAsync().WaitAsync(options.ContextWait, time, cancelled);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException(handle.Fault ?? "The replica is starting; try again in a moment");
        }
    }

    /// <summary>Completes when the replica has what the members that can be reached have, however long that takes.</summary>
    public async Task CaughtUpAsync(CancellationToken cancelled)
    {
        while (true)
        {
            var catchUp = new CatchUp();
            try
            {
                await TellAsync(catchUp, cancelled);
                await catchUp.Task.WaitAsync(options.ContextWait, time, cancelled);
                return;
            }
            catch (Exception error) when (error is StoreUnavailableException or TimeoutException)
            {
                // Asked again, for the replica may have started anew.
            }
            finally
            {
                catchUp.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private string Describe(KeyValuePair<ulong, ulong> missing)
    {
        if (storage.Clock.Base.TryGet(missing.Key, out var ended))
            return new Dot(ended.Origin, missing.Value).ToString();
        var known = storage.Clock.Roster.Members.Concat(storage.State.Set.Newest.Values).FirstOrDefault(member => member.Nonce == missing.Key);
        return known == default
            ? $"{missing.Key:x16}:{missing.Value} (an incarnation that is not known here)"
            : new Dot(known, missing.Value).ToString();
    }
}
