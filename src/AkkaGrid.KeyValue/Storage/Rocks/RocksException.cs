using System.Runtime.InteropServices;

namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>What RocksDB says that it failed at. Its message begins with the kind: "Corruption", "IO error".</summary>
internal sealed class RocksException(string message) : Exception(message)
{
    /// <summary>
    /// Whether a database cannot be opened because it is open already, in another process or in this one.
    /// </summary>
    public bool IsLocked =>
        Message.StartsWith("IO error: While lock file", StringComparison.Ordinal)
        || Message.StartsWith("IO error: lock hold by current process", StringComparison.Ordinal);

    /// <summary>Throws where a function has set an error, and frees its message.</summary>
    public static void ThrowIfFailed(nint error)
    {
        if (error == 0)
            return;
        var message = Marshal.PtrToStringUTF8(error);
        RocksApi.rocksdb_free(error);
        throw new RocksException(message!);
    }
}
