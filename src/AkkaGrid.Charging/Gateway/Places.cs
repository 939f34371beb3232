namespace AkkaGrid.Charging.Gateway;

/// <summary>Bounds how many requests a gateway holds: each takes a place before anything is done for it.</summary>
/// <param name="capacity">How many places there are.</param>
internal sealed class Places(int capacity)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= capacity)
            return true;
        GiveBack();
        return false;
    }

    public void GiveBack() => Interlocked.Decrement(ref _taken);
}
