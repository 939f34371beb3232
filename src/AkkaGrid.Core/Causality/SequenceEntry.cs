using System.Buffers.Binary;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// One entry of the opaque texts that clients carry: an incarnation's 64 random bits (little endian), and a sequence
/// (varint). A zero in place of the sequence says that the bits name a clock base.
/// </summary>
internal static class SequenceEntry
{
    /// <summary>The longest entry, in bytes.</summary>
    public const int MaxBytes = sizeof(ulong) + MaxVarintBytes;

    private const int MaxVarintBytes = 10;

    /// <summary>Writes an entry.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Write(Span<byte> bytes, ulong nonce, ulong sequence)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, nonce);
        var length = sizeof(ulong);
        for (; sequence >= 0x80; sequence >>= 7)
            bytes[length++] = (byte)(sequence | 0x80);
        bytes[length++] = (byte)sequence;
        return length;
    }

    /// <summary>Reads an entry, and goes on behind it; false where there is none.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong nonce, out ulong sequence)
    {
        (nonce, sequence) = (0, 0);
        if (bytes.Length <= sizeof(ulong))
            return false;
        nonce = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bytes = bytes[sizeof(ulong)..];
        return TryReadVarint(ref bytes, out sequence);
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < MaxVarintBytes; i++)
        {
            if (i == MaxVarintBytes - 1 && bytes[i] > 1)
                return false;
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
