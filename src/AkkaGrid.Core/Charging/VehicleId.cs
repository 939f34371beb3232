using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The id that a client gives its vehicle: 1 to 128 characters of UTF-16, none of them a control character.
/// </summary>
public readonly record struct VehicleId
{
    /// <summary>The maximum length of an id, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private VehicleId(string value) => _value = value;

    /// <summary>The name itself.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates an id if the value is valid.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out VehicleId id)
    {
        var valid = value is { Length: > 0 and <= MaxLength } && IsText(value);
        id = valid ? new VehicleId(value!) : default;
        return valid;
    }

    /// <summary>
    /// Checks the id of a vehicle that is new to the grid: a reader must be able to see it and to distinguish it from
    /// others. Recorded ids may be older than this rule, so it is not part of <see cref="TryCreate"/>.
    /// </summary>
    /// <returns>
    /// Null for an acceptable id; otherwise the problem as a clause, empty where the problem is its length.
    /// </returns>
    public static string? ProblemOf(string value)
    {
        if (value.Length is 0 or > MaxLength)
            return "";
        if (string.IsNullOrWhiteSpace(value))
            return "it is blank";
        foreach (var letter in value.EnumerateRunes())
        {
            if (KindOf(letter) is { } kind)
                return $"it holds U+{letter.Value:X4}, {kind}";
        }

        return IsText(value) ? null : "it holds half of a surrogate pair";
    }

    /// <summary>Creates an id from a value that is known to be valid.</summary>
    /// <exception cref="ArgumentException">The value is not valid.</exception>
    public static VehicleId Of(string value) =>
        TryCreate(value, out var id) ? id : throw new ArgumentException($"'{value}' is no vehicle id", nameof(value));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length;)
        {
            if (!Rune.TryGetRuneAt(value, i, out var letter) || Rune.IsControl(letter))
                return false;
            i += letter.Utf16SequenceLength;
        }

        return true;
    }

    private static string? KindOf(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control => "a control character",
        UnicodeCategory.Format => "a format character, which cannot be seen",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "a line break",
        UnicodeCategory.PrivateUse => "a character for private use",
        UnicodeCategory.OtherNotAssigned => "no character of Unicode",
        _ => null,
    };
}
