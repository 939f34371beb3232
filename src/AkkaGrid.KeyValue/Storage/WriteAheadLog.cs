using System.Buffers.Binary;
using System.Numerics;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// Tells a write-ahead log that ends in a torn record, as a crash leaves it, from one that is damaged in the middle.
/// RocksDB ends its recovery at either, and loses what follows.
/// </summary>
/// <remarks>
/// Each write is synced before the next, so where an intact write begins behind a broken one, the broken one was once
/// whole. The format is that of RocksDB's wiki, "Write Ahead Log File Format": blocks of 32 KiB, in them records of
/// checksum, length, type and payload.
/// </remarks>
internal static class WriteAheadLog
{
    private const int BlockBytes = 32 << 10;
    private const int HeaderBytes = 7;
    private const byte Full = 1;
    private const byte First = 2;
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Whether an intact write begins behind a broken record.</summary>
    public static bool HasDamageInTheMiddle(Stream log)
    {
        var block = new byte[BlockBytes];
        var isBroken = false;
        for (int length; (length = log.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false)) > 0;)
        {
            var rest = block.AsSpan(0, length);
            while (rest.Length >= HeaderBytes)
            {
                var end = HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
                if (end > rest.Length)
                {
                    isBroken = true;
                    break;
                }

                var type = rest[6];
                if (!IsIntact(rest[..end]))
                    isBroken = true;
                else if (isBroken && type is (Full or First))
                    return true;
                rest = rest[end..];
            }
        }

        return false;
    }

    private static bool IsIntact(ReadOnlySpan<byte> record)
    {
        var crc = uint.MaxValue;
        var rest = record[6..];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        foreach (var value in rest)
            crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + MaskDelta == BinaryPrimitives.ReadUInt32LittleEndian(record);
    }
}
