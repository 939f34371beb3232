namespace AkkaGrid.Testing.Network;

/// <summary>A link between two nodes.</summary>
internal sealed class CuttableLink
{
    private TaskCompletionSource? _healed;

    /// <summary>True at once where the link is whole; where it is cut, false as soon as it is whole again.</summary>
    public async Task<bool> LetsPassAsync()
    {
        if (Volatile.Read(ref _healed) is not { } healed)
            return true;
        await healed.Task;
        return false;
    }

    public void Cut() => Interlocked.CompareExchange(
        ref _healed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Heal() => Interlocked.Exchange(ref _healed, null)?.SetResult();
}
