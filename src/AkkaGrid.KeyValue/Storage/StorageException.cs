namespace AkkaGrid.KeyValue.Storage;

/// <summary>A data directory that a replica cannot start on.</summary>
public sealed class StorageException : IOException
{
    /// <summary>Says what is wrong, and what to do about it.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and why.</summary>
    public StorageException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
