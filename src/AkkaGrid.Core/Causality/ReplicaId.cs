using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Causality;

/// <summary>The name of a replica: stable over restarts, unique in its replica set.</summary>
public readonly record struct ReplicaId : IComparable<ReplicaId>
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private ReplicaId(string value) => _value = value;

    /// <summary>The name as it was given.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes a replica's name out of a text.</summary>
    /// <param name="text">1 to 64 ASCII letters, digits, dots, hyphens and underscores.</param>
    /// <param name="id">The name, where the text is one.</param>
    /// <returns>Whether the text is a name.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? text, out ReplicaId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength }
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        id = valid ? new ReplicaId(text!) : default;
        return valid;
    }

    /// <summary>Makes a replica's name out of a text that is known to be one.</summary>
    /// <exception cref="ArgumentException">The text is no name.</exception>
    public static ReplicaId Create(string text) =>
        TryCreate(text, out var id)
            ? id
            : throw new ArgumentException(
                $"'{text}' is not 1 to {MaxLength} letters, digits, '.', '-' and '_'", nameof(text));

    /// <inheritdoc/>
    public int CompareTo(ReplicaId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
