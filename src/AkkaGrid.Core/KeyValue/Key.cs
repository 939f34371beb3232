using System.Text;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The name of a value. Keys are ordered by keyspace, then by the bytes of their UTF-8 form.</summary>
public readonly record struct Key : IComparable<Key>
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Key(Keyspace keyspace, string name)
    {
        Keyspace = keyspace;
        Name = name;
    }

    /// <summary>The keyspace that the key belongs to.</summary>
    public Keyspace Keyspace { get; }

    /// <summary>The key as its owner wrote it.</summary>
    public string Name { get; }

    /// <summary>Makes a key.</summary>
    /// <param name="keyspace">The keyspace that it belongs to.</param>
    /// <param name="name">1 to 1,024 bytes of UTF-8.</param>
    /// <param name="key">The key, where the name is valid.</param>
    /// <param name="error">Why the name is not valid, otherwise.</param>
    public static bool TryCreate(Keyspace keyspace, string? name, out Key key, out string error)
    {
        key = default;
        error = Check(name);
        if (error.Length > 0)
            return false;
        key = new Key(keyspace, name!);
        return true;
    }

    /// <summary>Makes a key out of a name that is known to be valid.</summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public static Key Create(Keyspace keyspace, string name) =>
        TryCreate(keyspace, name, out var key, out var error) ? key : throw new ArgumentException(error, nameof(name));

    /// <inheritdoc/>
    public int CompareTo(Key other)
    {
        var byKeyspace = Keyspace.CompareTo(other.Keyspace);
        return byKeyspace != 0 ? byKeyspace : CompareNames(Name, other.Name);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Keyspace}/{Name}";

    /// <summary>
    /// Compares as UTF-8 would: UTF-16 puts the surrogates of the characters beyond U+FFFF before U+E000 to U+FFFF.
    /// </summary>
    private static int CompareNames(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i])
                return Weight(left[i]).CompareTo(Weight(right[i]));
        }

        return left.Length.CompareTo(right.Length);

        static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    private static string Check(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "the key is empty";
        try
        {
            var bytes = Utf8.GetByteCount(name);
            return bytes <= MaxBytes ? "" : $"the key has {bytes} bytes; {MaxBytes} are allowed";
        }
        catch (EncoderFallbackException)
        {
            return "the key is not valid Unicode";
        }
    }
}
