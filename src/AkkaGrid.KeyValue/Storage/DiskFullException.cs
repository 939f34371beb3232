namespace AkkaGrid.KeyValue.Storage;

/// <summary>The disk has no room. Reads go on; writes do again once there is room.</summary>
public sealed class DiskFullException(Exception cause)
    : IOException("The disk is full: writes are refused until there is room, reads go on", cause)
{
    /// <summary>Whether this is what RocksDB says.</summary>
    internal static bool IsMeantBy(Exception error) =>
        error.Message.Contains("No space left", StringComparison.Ordinal);
}
