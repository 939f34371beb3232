using System.Buffers.Binary;
using System.Buffers.Text;

namespace AkkaGrid.Client;

/// <summary>Joins causal contexts, so that a request carries one small token however many answers it follows.</summary>
/// <remarks>
/// A token is base64url of, for each entry, the 64 random bits of an incarnation (little endian) and the highest
/// sequence seen of it (varint); the join takes the higher sequence of each. A sequence of 0 says that the bits name a
/// clock base, which the join keeps. A token of another form is left as it is, and stands beside the rest: nodes join
/// those.
/// </remarks>
internal static class ContextToken
{
    private const int MaxVarintBytes = 10;

    /// <summary>The same contexts in as few tokens as can be, without those that say nothing more.</summary>
    public static string[] Compact(IReadOnlyCollection<string> tokens)
    {
        if (tokens.Count < 2)
            return [.. tokens];
        var joined = new SortedDictionary<ulong, ulong>();
        var others = new List<string>();
        foreach (var token in tokens)
        {
            if (!TryJoin(joined, token) && !others.Contains(token))
                others.Add(token);
        }

        return joined.Count == 0 ? [.. others] : [Write(joined), .. others];
    }

    private static bool TryJoin(SortedDictionary<ulong, ulong> joined, string token)
    {
        if (!Base64Url.IsValid(token))
            return false;
        var entries = new List<KeyValuePair<ulong, ulong>>();
        for (ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(token); !rest.IsEmpty;)
        {
            if (rest.Length <= sizeof(ulong))
                return false;
            var nonce = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            rest = rest[sizeof(ulong)..];
            if (!TryReadVarint(ref rest, out var sequence))
                return false;
            entries.Add(new(nonce, sequence));
        }

        foreach (var (nonce, sequence) in entries)
            joined[nonce] = Math.Max(joined.GetValueOrDefault(nonce), sequence);
        return true;
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

    private static string Write(SortedDictionary<ulong, ulong> entries)
    {
        var bytes = new byte[entries.Count * (sizeof(ulong) + MaxVarintBytes)];
        var length = 0;
        foreach (var (nonce, sequence) in entries.OrderBy(entry => entry.Value == 0))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(length), nonce);
            length += sizeof(ulong);
            var rest = sequence;
            for (; rest >= 0x80; rest >>= 7)
                bytes[length++] = (byte)(rest | 0x80);
            bytes[length++] = (byte)rest;
        }

        return Base64Url.EncodeToString(bytes.AsSpan(0, length));
    }
}
