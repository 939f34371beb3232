using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging;

/// <summary>The name of a substation: 1 to 64 letters, digits, underscores, dots or hyphens.</summary>
public readonly record struct SubstationId
{
    /// <summary>The maximum length of a name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private SubstationId(string value) => _value = value;

    /// <summary>The name itself.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates an id if the name is valid.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out SubstationId id)
    {
        var valid = value is { Length: > 0 and <= MaxLength }
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');
        id = valid ? new SubstationId(value!) : default;
        return valid;
    }

    /// <summary>Creates an id from a name that is known to be valid.</summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public static SubstationId Of(string value) =>
        TryCreate(value, out var id)
            ? id
            : throw new ArgumentException($"'{value}' is no substation id", nameof(value));

    /// <summary>Compares names in ordinal order.</summary>
    public int CompareTo(SubstationId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
