namespace AkkaGrid.KeyValue.Watching;

/// <summary>Wakes watchers when something is committed. Costs next to nothing while none waits.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes with the next commit. To miss none, take it before reading what is committed.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waited)
                return waited.Task;
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
        }
    }

    /// <summary>Something is committed.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
