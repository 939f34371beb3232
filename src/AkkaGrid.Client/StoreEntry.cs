using System.Text;

namespace AkkaGrid.Client;

/// <summary>The winning version of a key.</summary>
/// <param name="Bytes">The value.</param>
/// <param name="ContentType">The content type it was written with; null where there was none.</param>
/// <param name="ETag">Names the versions of the key, for <see cref="WriteOptions.IfMatch"/>; with its quotes.</param>
/// <param name="Siblings">How many versions there are besides this one.</param>
public sealed record StoreEntry(ReadOnlyMemory<byte> Bytes, string? ContentType, string? ETag, int Siblings)
{
    /// <summary>The value as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
