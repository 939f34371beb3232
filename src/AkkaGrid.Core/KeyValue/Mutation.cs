using System.Text;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The change of one key within an update.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value; null deletes the key.</param>
public readonly record struct Mutation(Key Key, Value? Value)
{
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
