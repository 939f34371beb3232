namespace AkkaGrid.Testing;

/// <summary>Awaits what becomes true by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static Task True(Func<Task<bool>> condition, string what) => True(condition, what, Patience);

    /// <summary>Awaits it longer, or shorter, than is usual.</summary>
    /// <exception cref="TimeoutException">It has not become true.</exception>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Not within {within.TotalSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
