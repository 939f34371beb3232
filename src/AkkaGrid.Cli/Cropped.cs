using System.Globalization;
using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>Shortens texts to a width on the terminal, where some characters are two cells wide.</summary>
internal static class Cropped
{
    private const string Dots = "...";

    /// <summary>The text, or its beginning and three dots where it is wider.</summary>
    public static string To(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return text;

        // Whole characters as they are seen: no half of a surrogate pair, no letter without its accent.
        var (kept, taken) = (0, 0);
        foreach (var element in Elements(text))
        {
            taken += element.GetCellWidth();
            if (taken > width - Dots.Length)
                break;
            kept += element.Length;
        }

        return string.Concat(text.AsSpan(0, kept), Dots.AsSpan(0, Math.Clamp(width, 0, Dots.Length)));
    }

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }
}
