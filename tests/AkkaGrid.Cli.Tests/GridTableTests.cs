using CsCheck;
using Spectre.Console;

namespace AkkaGrid.Cli.Tests;

public sealed class GridTableTests
{
    private const string Session = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Sessions_fit_whatever_the_width_and_no_column_is_lost(int width)
    {
        var table = new GridTable("session", "vehicle", "substation", ">kW", "priority", "state", ">remaining s");
        table.Row(Session, "EV_1234", "substation_10", "22.5", "normal", "active", "7.5");

        var lines = Print(table, width);

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        var all = string.Join('\n', lines);
        Assert.All(
            new[] { Session, "EV_1234", "substation_10", "22.5", "normal", "active", "7.5" },
            cell => Assert.Contains(cell, all));
    }

    [Fact]
    public void One_long_key_is_cropped_and_ruins_no_other_row()
    {
        var table = new GridTable("key", "value", ">siblings");
        table.Row("short", "one", "0");
        table.Row(new string('k', 1024), new string('v', 60), "12");

        var lines = Print(table, 60);

        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["short", "one", "0"]);
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is [['k', .., '.', '.', '.'], ['v', .., '.', '.', '.'], "12"]);
    }

    [Fact]
    public void What_has_room_is_not_cropped()
    {
        var table = new GridTable("key", "value");
        table.Row("k", new string('v', 51));

        Assert.Contains(Print(table, 64), line => line.Contains(new string('v', 51), StringComparison.Ordinal));
    }

    [Fact]
    public void No_text_makes_a_line_wider_than_the_console()
    {
        var text = Gen.Char["ab 中é\u0301😀[]"].Array[0, 90].Select(letters => new string(letters));
        Gen.Select(text, text, Gen.Int[0, 99], Gen.Int[20, 100]).Sample((key, value, number, width) =>
        {
            var table = new GridTable("key", "value", ">siblings");
            table.Row(key, value, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.All(Print(table, width), line => Assert.True(line.GetCellWidth() <= width, $"{width}: {line}"));
        });
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abc...")]
    [InlineData("中中中中", 6, "中...")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301e\u0301", 4, "e\u0301...")]
    [InlineData("abc", 2, "..")]
    public void A_text_is_cropped_between_characters(string text, int width, string cropped) =>
        Assert.Equal(cropped, Cropped.To(text, width));

    private static string[] Print(GridTable table, int width)
    {
        using var text = new StringWriter();
        var console = CliEnvironment.ConsoleOn(text, isRedirected: true);
        console.Profile.Width = width;
        table.Print(console);
        return text.ToString().Split(Environment.NewLine);
    }
}
