using System.Globalization;

namespace AkkaGrid.Node.Configuration;

/// <summary>How one setting is written as text.</summary>
internal static class OptionText
{
    /// <summary>Reads a value of the given type.</summary>
    /// <param name="text">The configured text.</param>
    /// <param name="type">The type of the setting.</param>
    /// <param name="value">The value.</param>
    /// <param name="expected">The expected form, for the error text.</param>
    public static bool TryParse(string text, Type type, out object? value, out string expected)
    {
        (value, expected) = type switch
        {
            _ when type == typeof(string) => (text, "a text"),
            _ when type == typeof(int) => (
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number : null,
                "a whole number"),
            _ when type == typeof(decimal) => (
                decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var amount) ? amount : null,
                "a number, such as 80 or 12.5"),
            _ when type == typeof(bool) => (bool.TryParse(text, out var flag) ? flag : null, "true or false"),
            _ when type == typeof(TimeSpan) => (
                TryParseDuration(text, out var span) ? span : (object?)null,
                "a duration: plain seconds, such as 2 or 0.5, or hh:mm:ss"),
            _ when type.IsEnum => (
                Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)
                    ? Enum.Parse(type, text, ignoreCase: true) : null,
                string.Join(" or ", Enum.GetNames(type)).ToLowerInvariant()),
            _ => throw new NotSupportedException($"a setting of type {type}"),
        };
        return value is not null;
    }

    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    // Not TimeSpan.Parse: it reads "5" as five days, and "24:00:00" as twenty-four.
    private static bool TryParseDuration(string text, out TimeSpan span)
    {
        span = default;
        var parts = text.Split(':');
        if (parts.Length is not (1 or 3))
            return false;
        decimal seconds = 0;
        foreach (var part in parts)
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000_000)
                return false;
            seconds = (seconds * 60) + number;
        }
        span = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }
}
