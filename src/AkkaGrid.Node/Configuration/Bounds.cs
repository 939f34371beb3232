using System.Globalization;

namespace AkkaGrid.Node.Configuration;

/// <summary>The range that a setting may have, both ends included.</summary>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Unit">The unit, for the error text.</param>
internal sealed record Bounds<T>(T Min, T Max, string Unit)
    where T : IComparable<T>
{
    /// <summary>Adds an error where the value is out of range.</summary>
    public void Check(string key, T value, ICollection<string> errors)
    {
        if (value.CompareTo(Min) < 0 || value.CompareTo(Max) > 0)
            errors.Add($"{key} is {Show(value)}; it must be from {Show(Min)} to {Show(Max)} {Unit}".TrimEnd() + ".");
    }

    private static string Show(T value) => value is TimeSpan span
        ? span.TotalSeconds.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
