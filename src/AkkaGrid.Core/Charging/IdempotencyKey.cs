using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// What makes two requests one: 1 to 255 visible ASCII characters, chosen by the client or made by the edge.
/// </summary>
public readonly record struct IdempotencyKey
{
    /// <summary>The longest key that is taken, in characters.</summary>
    public const int MaxLength = 255;

    private readonly string? _value;

    private IdempotencyKey(string value) => _value = value;

    /// <summary>The key itself.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a key that keeps to the rules.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out IdempotencyKey key)
    {
        var valid = value is { Length: > 0 and <= MaxLength } && value.All(letter => letter is > ' ' and <= '~');
        key = valid ? new IdempotencyKey(value!) : default;
        return valid;
    }

    /// <summary>Takes a key that is known to be valid.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static IdempotencyKey Of(string value) =>
        TryCreate(value, out var key)
            ? key
            : throw new ArgumentException($"'{value}' is no idempotency key", nameof(value));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
