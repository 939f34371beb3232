using Spectre.Console;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>Measures bars, and shows them.</summary>
internal static class Table
{
    /// <summary>Measures bars one after the other, and shows them as a table.</summary>
    /// <returns>The exit code: 0 where all are met.</returns>
    public static async Task<int> ShowAsync(IEnumerable<Func<Task<IReadOnlyList<Bar>>>> bars)
    {
        var measured = new List<Bar>();
        foreach (var bar in bars)
            measured.AddRange(await bar());

        var table = new Spectre.Console.Table { Border = TableBorder.Markdown };
        table.AddColumns("what", "ours", "compared with", "measured", "bar", "met");
        foreach (var bar in measured)
            table.AddRow(bar.What, bar.Ours, bar.Theirs, bar.Measured, bar.Limit, bar.IsMet switch { true => "yes", false => "NO", null => "" });
        AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
        return measured.All(bar => bar.IsMet != false) ? 0 : 1;
    }
}
