using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>The columns of a table, and how wide each may be.</summary>
internal sealed class TableColumns
{
    // Below these widths a text says too little to be worth its column. A key as long as a session's id is never
    // cropped.
    private const int MinKeyWidth = 32;
    private const int MinTextWidth = 10;

    // What the border takes: a space on both sides of each cell, one between cells, and one at each edge.
    private const int PerColumn = 3;
    private const int PerTable = 1;

    private readonly bool[] _isNumber;

    /// <summary>The columns of a table.</summary>
    /// <param name="columns">The heads; one that begins with <c>&gt;</c> is a column of numbers.</param>
    public TableColumns(ReadOnlySpan<string> columns)
    {
        (Heads, _isNumber) = (new string[columns.Length], new bool[columns.Length]);
        for (var i = 0; i < columns.Length; i++)
            (Heads[i], _isNumber[i]) = columns[i][0] == '>' ? (columns[i][1..], true) : (columns[i], false);
    }

    /// <summary>What stands above each.</summary>
    public string[] Heads { get; }

    /// <summary>Whether a column is one of numbers, which are never cropped.</summary>
    public bool IsNumber(int column) => _isNumber[column];

    /// <summary>How wide each column is, so that all of them fit; null where they cannot.</summary>
    public int[]? Fit(IReadOnlyList<string[]> rows, int width)
    {
        var widths = Heads.Select((head, i) =>
            rows.Select(row => row[i].GetCellWidth()).Append(head.GetCellWidth()).Max()).ToArray();
        var least = widths.Select((natural, i) => Math.Min(natural, Least(i))).ToArray();
        for (var excess = widths.Sum() + (PerColumn * widths.Length) + PerTable - width; excess > 0;)
        {
            // The widest column gives way, down to the next widest.
            var widest = Enumerable.Range(0, widths.Length).Where(i => widths[i] > least[i]).DefaultIfEmpty(-1)
                .MaxBy(i => i < 0 ? 0 : widths[i]);
            if (widest < 0)
                return null;
            var next = widths.Where((other, i) => i != widest && other < widths[widest]).DefaultIfEmpty(0).Max();
            var given = Math.Clamp(widths[widest] - Math.Max(next, least[widest]), 1, excess);
            widths[widest] -= given;
            excess -= given;
        }

        return widths;
    }

    private int Least(int column)
    {
        if (_isNumber[column])
            return int.MaxValue;
        return Math.Max(column == 0 ? MinKeyWidth : MinTextWidth, Heads[column].GetCellWidth());
    }
}
