using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>
/// A table for people: a head, rows, numbers to the right. The first column is the key. Where the terminal is too
/// narrow, long texts are cropped; where it is too narrow even for that, each row becomes a few lines. No column is
/// lost, and the key last of all.
/// </summary>
internal sealed class GridTable
{
    private const string Indent = "  ";
    private const string Between = ", ";

    private readonly TableColumns _columns;
    private readonly List<string[]> _rows = [];

    /// <summary>An empty table.</summary>
    /// <param name="columns">The heads; one that begins with <c>&gt;</c> is a column of numbers.</param>
    public GridTable(params ReadOnlySpan<string> columns) => _columns = new TableColumns(columns);

    /// <summary>Adds a row of plain text: nothing in it is markup, nothing commands the terminal.</summary>
    public void Row(params ReadOnlySpan<string> cells)
    {
        var row = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            row[i] = Printable.Of(cells[i]);
        _rows.Add(row);
    }

    /// <summary>Prints it as wide as the console allows.</summary>
    public void Print(IAnsiConsole console)
    {
        if (_columns.Fit(_rows, console.Profile.Width) is { } widths)
            PrintTable(console, widths);
        else
            PrintRecords(console);
    }

    private void PrintTable(IAnsiConsole console, int[] widths)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var i = 0; i < widths.Length; i++)
        {
            table.AddColumn(new TableColumn(new Text(_columns.Heads[i]))
            {
                Alignment = _columns.IsNumber(i) ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        foreach (var row in _rows)
            table.AddRow(row.Select((cell, i) => new Text(Cropped.To(cell, widths[i]))));
        console.Write(table);
    }

    // A key, and below it what the other columns say of it.
    private void PrintRecords(IAnsiConsole console)
    {
        console.WriteLine();
        foreach (var row in _rows)
        {
            console.WriteLine(Cropped.To(row[0], console.Profile.Width));
            foreach (var line in Lines(row, console.Profile.Width - Indent.Length))
                console.WriteLine(Indent + line);
        }

        console.WriteLine();
    }

    private IEnumerable<string> Lines(string[] row, int width)
    {
        var line = "";
        for (var i = 1; i < row.Length; i++)
        {
            var pair = Cropped.To($"{_columns.Heads[i]} {row[i]}", width);
            if (row[i].Length == 0)
                continue;
            if (line.Length > 0 && line.GetCellWidth() + Between.Length + pair.GetCellWidth() > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? pair : Between + pair;
        }

        if (line.Length > 0)
            yield return line;
    }
}
