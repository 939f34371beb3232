using System.Buffers.Text;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// The text form of a causal context: base64url of, for each entry in ascending order, the incarnation's 64 random bits
/// (little endian) and the sequence (varint), 12 bytes an entry; then for each base its name and a zero.
/// </summary>
internal static class ContextToken
{
    private const int OnStack = 16;

    public static string Write(ReadOnlySpan<KeyValuePair<ulong, ulong>> entries, ReadOnlySpan<ulong> bases)
    {
        var count = entries.Length + bases.Length;
        var bytes = count <= OnStack
            ? stackalloc byte[OnStack * SequenceEntry.MaxBytes]
            : new byte[count * SequenceEntry.MaxBytes];
        var length = 0;
        foreach (var (nonce, sequence) in entries)
            length += SequenceEntry.Write(bytes[length..], nonce, sequence);
        foreach (var name in bases)
            length += SequenceEntry.Write(bytes[length..], name, 0);
        return Base64Url.EncodeToString(bytes[..length]);
    }

    public static bool TryRead(string token, out List<KeyValuePair<ulong, ulong>> entries, out List<ulong> bases)
    {
        (entries, bases) = ([], []);
        if (!Base64Url.IsValid(token))
            return false;
        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(token);
        while (!rest.IsEmpty)
        {
            if (!SequenceEntry.TryRead(ref rest, out var nonce, out var sequence))
                return false;
            if (sequence == 0)
                bases.Add(nonce);
            else
                entries.Add(KeyValuePair.Create(nonce, sequence));
        }

        return true;
    }
}
