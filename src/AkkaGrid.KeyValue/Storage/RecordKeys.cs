using System.Buffers.Binary;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage.Names;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>The keys under which a replica's records lie. They sort as the store orders them.</summary>
internal static class RecordKeys
{
    /// <summary>The length of a key of the log, in bytes.</summary>
    public const int DotBytes = 16;

    /// <summary>The length of the longest key of a key's versions, in bytes.</summary>
    public const int MaxKeyBytes = 1 + Key.MaxBytes;

    /// <summary>
    /// The keyspace, then the UTF-8 bytes of the name; an empty name is the place before a keyspace's first key.
    /// </summary>
    public static byte[] KeyOf(Keyspace keyspace, string name)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(name)];
        WriteKey(bytes, keyspace, name);
        return bytes;
    }

    /// <summary>Writes the key of a key's versions where there is room for the longest.</summary>
    /// <returns>What was written.</returns>
    public static ReadOnlySpan<byte> WriteKey(Span<byte> bytes, Key key) => WriteKey(bytes, key.Keyspace, key.Name);

    public static Key ReadKey(ReadOnlySpan<byte> bytes) =>
        Key.Create((Keyspace)bytes[0], Encoding.UTF8.GetString(bytes[1..]));

    /// <summary>
    /// The random bits of the origin, then the sequence, big endian, so that an origin's log is in order.
    /// </summary>
    public static byte[] LogKey(Incarnation origin, ulong sequence)
    {
        var bytes = new byte[DotBytes];
        WriteLogKey(bytes, origin, sequence);
        return bytes;
    }

    /// <summary>Writes a key of the log where there is room for it.</summary>
    public static void WriteLogKey(Span<byte> bytes, Incarnation origin, ulong sequence)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, origin.Nonce);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], sequence);
    }

    /// <summary>Whether a key of the log is that of an update.</summary>
    public static bool IsLogKey(ReadOnlySpan<byte> bytes, Incarnation origin, ulong sequence) =>
        bytes.Length == DotBytes
        && BinaryPrimitives.ReadUInt64BigEndian(bytes) == origin.Nonce
        && BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]) == sequence;

    /// <summary>What all log keys of an origin start with.</summary>
    public static byte[] LogPrefix(Incarnation origin) => LogKey(origin, 0)[..sizeof(ulong)];

    /// <summary>The dot as in the log, then the key.</summary>
    public static byte[] TombstoneKey(Dot dot, ReadOnlySpan<byte> key) => [.. LogKey(dot.Origin, dot.Sequence), .. key];

    public static KeyValuePair<Dot, Key> ReadTombstone(ReadOnlySpan<byte> bytes, DiskNames names) =>
        KeyValuePair.Create(
            new Dot(
                names.Of(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..])),
            ReadKey(bytes[DotBytes..]));

    private static ReadOnlySpan<byte> WriteKey(Span<byte> bytes, Keyspace keyspace, string name)
    {
        bytes[0] = (byte)keyspace;
        return bytes[..(1 + Encoding.UTF8.GetBytes(name, bytes[1..]))];
    }
}
