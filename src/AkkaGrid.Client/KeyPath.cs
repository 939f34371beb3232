using System.Buffers;
using System.Text;

namespace AkkaGrid.Client;

/// <summary>Spells a key as one segment of a request target, so that it decodes to the very same key.</summary>
internal static class KeyPath
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Percent-encodes all that is not unreserved, slashes too, and the dots of a key that is only dots.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The key is empty, holds half a surrogate pair and so is no text, or holds a NUL, which servers refuse in a
    /// target.
    /// </exception>
    public static string Encode(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Contains('\0'))
            throw new ArgumentException("A key in a URL cannot hold the character NUL.", nameof(key));

        var isDotSegment = key is "." or "..";
        var path = new StringBuilder(key.Length + 8);
        foreach (var octet in Strict.GetBytes(key))
        {
            if (Unreserved.Contains(octet) && !isDotSegment)
                path.Append((char)octet);
            else
                path.Append('%').Append(octet.ToString("X2"));
        }

        return path.ToString();
    }
}
