using Google.Protobuf;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Reads records of the disk whose classes are generated.</summary>
internal static class StoredRecord
{
    /// <exception cref="StorageException">The files are damaged.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw StorageException.DamagedRecord($"a record cannot be read: {error.Message}");
        }
    }
}
