using System.Text;

namespace AkkaGrid.KeyValue.Format;

/// <summary>
/// Gives the same text for the same bytes, as far as it remembers: media types are few, and come with every value.
/// </summary>
internal static class KnownTexts
{
    private const int MaxLength = 64;

    // A power of two. Texts that share a place only displace each other.
    private static readonly string?[] Known = new string?[64];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > MaxLength)
            return Encoding.UTF8.GetString(utf8);
        ref var place = ref Known[((utf8.Length * 31) + utf8[0] + (utf8[^1] * 7)) & (Known.Length - 1)];
        if (Volatile.Read(ref place) is { } known && Ascii.Equals(utf8, known))
            return known;
        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, text);
        return text;
    }
}
