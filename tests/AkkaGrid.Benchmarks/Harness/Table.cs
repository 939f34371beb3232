using System.Diagnostics;
using Spectre.Console;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>Measures bars, and shows them.</summary>
internal static class Table
{
    /// <summary>
    /// Measures bars one after the other, and shows them as a table. What fails is a row that is not met.
    /// </summary>
    /// <returns>The exit code: 0 where all are met.</returns>
    public static async Task<int> ShowAsync(IEnumerable<KeyValuePair<string, Func<Task<IReadOnlyList<Bar>>>>> bars)
    {
        var measured = new List<Bar>();
        var started = Stopwatch.GetTimestamp();
        foreach (var (name, measureAsync) in bars)
        {
            var row = Stopwatch.GetTimestamp();
            try
            {
                measured.AddRange(await measureAsync());
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error);
                measured.Add(Bar.Failed(name, error.Message.Split('\n')[0]));
            }

            Console.Error.WriteLine($"{name}: {Stopwatch.GetElapsedTime(row).TotalSeconds:N0} s, load {Load()}");
        }

        var table = new Spectre.Console.Table { Border = TableBorder.Markdown };
        table.AddColumns("what", "ours", "compared with", "measured", "bar", "met");
        foreach (var bar in measured)
        {
            table.AddRow([.. ((string[])[bar.What, bar.Ours, bar.Theirs, bar.Measured, bar.Limit, Met(bar)])
                .Select(Markup.Escape)]);
        }

        AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"{Stopwatch.GetElapsedTime(started).TotalMinutes:N0} minutes on {Environment.ProcessorCount} processors; "
            + $"load at the end {Load()}");
        return measured.All(bar => bar.IsMet != false) ? 0 : 1;
    }

    private static string Met(Bar bar) => bar.IsMet switch { true => "met", false => "MISSED", null => "" };

    /// <summary>How busy the machine is, as the system says it: the mean of 1, 5 and 15 minutes.</summary>
    private static string Load()
    {
        const string File = "/proc/loadavg";
        return System.IO.File.Exists(File)
            ? string.Join(' ', System.IO.File.ReadAllText(File).Split(' ').Take(3))
            : "unknown";
    }
}
