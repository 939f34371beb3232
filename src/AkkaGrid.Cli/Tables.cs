using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>Tables for people: a head, rows, numbers to the right.</summary>
internal static class Tables
{
    /// <summary>An empty table.</summary>
    /// <param name="columns">The heads; one that begins with <c>&gt;</c> is a column of numbers.</param>
    public static Table Of(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            var isNumber = column[0] == '>';
            table.AddColumn(new TableColumn(new Text(isNumber ? column[1..] : column))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        return table;
    }

    /// <summary>Adds a row of plain text: nothing in it is markup, nothing commands the terminal.</summary>
    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        var row = new List<Text>();
        foreach (var cell in cells)
            row.Add(new Text(Printable.Of(cell)));
        table.AddRow(row);
    }
}
