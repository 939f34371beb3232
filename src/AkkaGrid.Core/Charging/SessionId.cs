using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The id of a charging session, 32 lower-case hexadecimal digits. It is derived from the idempotency key, so that
/// edge, balancer and substation compute the same id independently.
/// </summary>
public readonly record struct SessionId
{
    private const int Bytes = 16;

    private readonly string? _value;

    private SessionId(string value) => _value = value;

    /// <summary>The id as text.</summary>
    public string Value => _value ?? "";

    /// <summary>The id of the only session that a key can have.</summary>
    public static SessionId Of(IdempotencyKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes("akkagrid/session/" + key.Value), hash);
        return FromBytes(hash[..Bytes]);
    }

    /// <summary>Parses an id as <see cref="Value"/> formats it.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out SessionId id)
    {
        var valid = value is { Length: Bytes * 2 } && value.All(char.IsAsciiHexDigitLower);
        id = valid ? new SessionId(value!) : default;
        return valid;
    }

    /// <summary>The id with the given 16 bytes.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not 16.</exception>
    public static SessionId FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes
            ? new SessionId(Convert.ToHexStringLower(bytes))
            : throw new ArgumentException("A session id has 16 bytes", nameof(bytes));

    /// <summary>The 16 bytes of the id.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Value);

    /// <summary>Compares ids in ordinal order.</summary>
    public int CompareTo(SessionId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
