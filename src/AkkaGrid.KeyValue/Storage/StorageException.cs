using System.Globalization;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>A data directory that a replica cannot start on, or cannot read any more.</summary>
public sealed class StorageException : IOException
{
    private const string Remedy =
        "Restore a backup of it, or delete it: the replica then takes its data from its peers";

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

    /// <summary>Whether what is on disk is not what was written; otherwise it just cannot be read now.</summary>
    public bool IsDamage { get; private init; }

    // A file that another one names, and that is not there, is damage at the start; later, the disk may just be away.
    internal static StorageException CannotOpen(string directory, Exception cause) =>
        IsCorruption(cause) || cause.Message.Contains("No such file or directory", StringComparison.Ordinal)
            ? Damaged(directory, cause.Message, cause)
            : new StorageException($"The data directory '{directory}' cannot be opened: {cause.Message}", cause);

    internal static StorageException InUse(string directory, int? process, Exception cause)
    {
        var who = process == Environment.ProcessId ? "This process"
            : process is { } id ? string.Create(CultureInfo.InvariantCulture, $"Another process ({id})")
            : "Another process";
        return new StorageException(
            $"{who} has the data directory '{directory}' open. End it, or give this node a directory of its own",
            cause);
    }

    internal static StorageException CannotRead(string directory, Exception cause) =>
        IsCorruption(cause)
            ? Damaged(directory, cause.Message, cause)
            : new StorageException($"The data directory '{directory}' cannot be read: {cause.Message}", cause);

    internal static StorageException Damaged(string directory, string what, Exception? cause = null)
    {
        var message = $"The data directory '{directory}' is damaged ({what}). {Remedy}";
        return cause is null
            ? new StorageException(message) { IsDamage = true }
            : new StorageException(message, cause) { IsDamage = true };
    }

    internal static StorageException DamagedRecord(string what) =>
        new($"The data directory is damaged ({what}). {Remedy}") { IsDamage = true };

    // What RocksDB begins its message with where a checksum is wrong.
    private static bool IsCorruption(Exception cause) =>
        cause.Message.StartsWith("Corruption", StringComparison.Ordinal);
}
