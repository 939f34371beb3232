using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The name of a charging session, 32 lower-case hexadecimal digits. It follows from the idempotency key, so that
/// whoever sees the key, edge, balancer or substation, names the same session without asking anyone.
/// </summary>
public readonly record struct SessionId
{
    private const int Bytes = 16;

    private readonly string? _value;

    private SessionId(string value) => _value = value;

    /// <summary>The name itself.</summary>
    public string Value => _value ?? "";

    /// <summary>The one session that a key can have.</summary>
    public static SessionId Of(IdempotencyKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes("akkagrid/session/" + key.Value), hash);
        return FromBytes(hash[..Bytes]);
    }

    /// <summary>Takes a name as <see cref="Value"/> gives it.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out SessionId id)
    {
        var valid = value is { Length: Bytes * 2 } && value.All(char.IsAsciiHexDigitLower);
        id = valid ? new SessionId(value!) : default;
        return valid;
    }

    /// <summary>The name whose 16 bytes these are.</summary>
    /// <exception cref="ArgumentException">There are not 16 of them.</exception>
    public static SessionId FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes
            ? new SessionId(Convert.ToHexStringLower(bytes))
            : throw new ArgumentException("A session id has 16 bytes", nameof(bytes));

    /// <summary>The 16 bytes of the name.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Value);

    /// <summary>The ordinal order of the names.</summary>
    public int CompareTo(SessionId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
