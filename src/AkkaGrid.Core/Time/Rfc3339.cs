using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AkkaGrid.Core.Time;

/// <summary>
/// Reads times as RFC 3339 writes them, wherever a person or a program names one: with a zone, so that no node and no
/// culture reads another moment out of the same text.
/// </summary>
public static partial class Rfc3339
{
    /// <summary>What a time looks like, for messages.</summary>
    public const string Example = "2026-01-31T18:00:00Z";

    private const int TickDigits = 7;

    /// <summary>Reads a time.</summary>
    /// <param name="text">
    /// Date, <c>T</c> or a space, time with seconds, and <c>Z</c> or an offset; letters in either case. What is finer
    /// than 100 ns is cut off; a leap second is the moment after it.
    /// </param>
    /// <param name="time">The time in UTC, where the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || Form().Match(text) is not { Success: true } parts)
            return false;
        var (hour, minute, second) = (Number("hour"), Number("minute"), Number("second"));
        var (offsetHours, offsetMinutes) = (Number("offsetHours"), Number("offsetMinutes"));
        if (hour > 23 || minute > 59 || second > 60 || offsetHours > 23 || offsetMinutes > 59
            || !DateTime.TryParseExact(
                parts.Groups["date"].Value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date))
        {
            return false;
        }

        var fraction = parts.Groups["fraction"].Value;
        var offset = new TimeSpan(offsetHours, offsetMinutes, 0) * (parts.Groups["sign"].Value == "-" ? -1 : 1);
        var ticks = date.Ticks + new TimeSpan(hour, minute, second).Ticks - offset.Ticks
            + (fraction.Length == 0
                ? 0
                : int.Parse(fraction.PadRight(TickDigits, '0').AsSpan(0, TickDigits), CultureInfo.InvariantCulture));
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;

        int Number(string group) =>
            parts.Groups[group] is { Success: true } digits
                ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture)
                : 0;
    }

    [GeneratedRegex(
        "^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})([.]"
            + "(?<fraction>[0-9]+))?"
            + @"([Zz]|(?<sign>[+-])(?<offsetHours>[0-9]{2}):(?<offsetMinutes>[0-9]{2}))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
