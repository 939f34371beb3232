namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Lets native memory be freed only when nobody uses it any more: RocksDB ends the process where it is read after its
/// closing.
/// </summary>
internal sealed class UseCount(Action free)
{
    private const int Closed = int.MinValue;

    private int _uses;
    private int _isClosed;
    private int _isFreed;

    /// <summary>Begins a use; false where it is closed.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _uses) > 0)
            return true;
        Exit();
        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _uses) == Closed)
            Free();
    }

    /// <summary>Lets nobody in any more, and frees once the last has left.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0 && Interlocked.Add(ref _uses, Closed) == Closed)
            Free();
    }

    private void Free()
    {
        // One that came too late counts up and down again, and may find itself the last to leave.
        if (Interlocked.Exchange(ref _isFreed, 1) == 0)
            free();
    }
}
