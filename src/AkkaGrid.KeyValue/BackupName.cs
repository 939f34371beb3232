using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.KeyValue;

/// <summary>The name of a backup: of one folder, and of none anywhere else.</summary>
public readonly record struct BackupName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private BackupName(string value) => _value = value;

    /// <summary>The name as it was given.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes a name out of a text.</summary>
    /// <param name="text">
    /// 1 to 64 ASCII letters, digits, dots, hyphens and underscores; the first a letter or digit.
    /// </param>
    /// <param name="name">The name, where the text is one.</param>
    public static bool TryCreate([NotNullWhen(true)] string? text, out BackupName name)
    {
        var valid = text is { Length: > 0 and <= MaxLength }
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        name = valid ? new BackupName(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
