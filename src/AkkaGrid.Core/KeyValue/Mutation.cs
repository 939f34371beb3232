using System.Text;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The change of one key within an update.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it is to hold; null deletes it.</param>
public readonly record struct Mutation(Key Key, Value? Value)
{
    /// <summary>
    /// Whether the update's replica held no value at the key: then tombstones that it knew of go, be they collected already
    /// or not. Only restated updates say so.
    /// </summary>
    public bool Revives { get; init; }

    /// <summary>Its size, in bytes, as limits count it.</summary>
    public int Bytes
    {
        get
        {
            const int Overhead = 16;
            return Overhead + Encoding.UTF8.GetByteCount(Key.Name)
                + (Value?.Bytes.Length ?? 0) + Encoding.UTF8.GetByteCount(Value?.ContentType ?? "");
        }
    }
}
