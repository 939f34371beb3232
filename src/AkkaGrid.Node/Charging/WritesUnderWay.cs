using System.Collections.Concurrent;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.Charging;

/// <summary>
/// The writes of each substation that have not completed. They outlive the actor that issued them: its successor must not read
/// before they are over, or it would not know of a session that comes on record after that.
/// </summary>
internal sealed class WritesUnderWay
{
    private readonly ConcurrentDictionary<Task, SubstationId> _writes = new();

    /// <summary>Counts a write until it completes.</summary>
    /// <returns>The write.</returns>
    public T Track<T>(SubstationId substation, T write)
        where T : Task
    {
        _writes[write] = substation;
        _ = write.ContinueWith(
            static (ended, writes) => ((ConcurrentDictionary<Task, SubstationId>)writes!).TryRemove(ended, out _), _writes,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return write;
    }

    /// <summary>Completes when the writes are over that a substation has issued so far, however each ended.</summary>
    public async Task CompletedAsync(SubstationId substation)
    {
        foreach (var write in _writes.Where(write => write.Value == substation).Select(write => write.Key).ToArray())
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
