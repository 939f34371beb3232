using System.Globalization;
using System.Text;

namespace AkkaGrid.Cli;

/// <summary>Makes text of unknown origin safe to show on a terminal.</summary>
internal static class Printable
{
    /// <summary>
    /// Spells control characters as <c>\uXXXX</c>, so that a stored value cannot command the terminal.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                shown.Append(letter);
        }

        return shown.ToString();
    }
}
