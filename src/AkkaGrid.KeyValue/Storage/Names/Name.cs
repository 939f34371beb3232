namespace AkkaGrid.KeyValue.Storage.Names;

/// <summary>A name that records refer to.</summary>
/// <typeparam name="T">What is named.</typeparam>
/// <param name="bits">64 bits that name it on every node.</param>
/// <param name="value">What is named.</param>
/// <param name="ordinal">A short number that names it on this disk.</param>
internal sealed class Name<T>(ulong bits, T value, ulong ordinal)
{
    private volatile bool _isOnDisk;

    public ulong Bits => bits;

    public T Value => value;

    public ulong Ordinal => ordinal;

    /// <summary>Whether a record on disk says what it stands for.</summary>
    public bool IsOnDisk
    {
        get => _isOnDisk;
        set => _isOnDisk = value;
    }
}
