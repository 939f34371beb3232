namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Sessions that roam side by side, each as its own seed tells it.</summary>
internal sealed class RoamingSessions(
    IEnumerable<string> names, IReadOnlyList<Uri> nodes, IReadOnlyList<string> keys, HistoryRecorder recorder, int seed)
    : IDisposable
{
    private readonly List<RoamingSession> _sessions =
        [.. names.Select((name, i) => new RoamingSession(name, nodes, keys, recorder, new Random((seed * 1000) + i)))];

    /// <summary>
    /// Lets all of them do one operation after the other; where one of them fails, the others end too.
    /// </summary>
    /// <param name="goesOn">Whether a session does another one, told how many it has done.</param>
    /// <param name="recorded">Is told how many operations there are by now, of all sessions.</param>
    public async Task RunAsync(Func<int, bool> goesOn, Func<int, Task> recorded)
    {
        using var failure = new CancellationTokenSource();
        await Task.WhenAll(_sessions.Select(RunOneAsync));

        async Task RunOneAsync(RoamingSession session)
        {
            try
            {
                await session.RunAsync(
                    done => !failure.IsCancellationRequested && goesOn(done),
                    [.. _sessions.Where(other => other != session)],
                    recorded);
            }
            catch
            {
                await failure.CancelAsync();
                throw;
            }
        }
    }

    public void Dispose() => _sessions.ForEach(session => session.Dispose());
}
