namespace AkkaGrid.Testing;

/// <summary>Awaits what becomes true by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
