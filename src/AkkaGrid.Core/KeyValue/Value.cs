namespace AkkaGrid.Core.KeyValue;

/// <summary>The bytes that a key holds.</summary>
/// <param name="Bytes">The bytes, which must not change any more.</param>
/// <param name="ContentType">Their media type, as the writer gave it.</param>
public sealed record Value(ReadOnlyMemory<byte> Bytes, string? ContentType = null)
{
    /// <inheritdoc/>
    public bool Equals(Value? other) =>
        other is not null && ContentType == other.ContentType && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}
