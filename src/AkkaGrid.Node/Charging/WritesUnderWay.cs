using System.Collections.Concurrent;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.Charging;

/// <summary>
/// The writes of each substation that have not completed. They outlive the actor that issued them: its successor must
/// not read before they end, or it would miss a session that is recorded after its read.
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
            static (ended, writes) => ((ConcurrentDictionary<Task, SubstationId>)writes!).TryRemove(ended, out _),
            _writes,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return write;
    }

    /// <summary>
    /// Completes when the writes that a substation has issued so far have ended, with or without success.
    /// </summary>
    public async Task CompletedAsync(SubstationId substation)
    {
        foreach (var write in _writes.Where(write => write.Value == substation).Select(write => write.Key).ToArray())
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
