namespace AkkaGrid.Charging.Gateway;

/// <summary>Limits how many requests a gateway holds: each acquires a place first.</summary>
/// <param name="capacity">The number of places.</param>
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
