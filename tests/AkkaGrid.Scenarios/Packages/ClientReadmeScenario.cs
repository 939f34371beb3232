using System.Text.RegularExpressions;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Packages;

/// <summary>The README of AkkaGrid.Client: its examples compile, and do what it says at three nodes.</summary>
public sealed partial class ClientReadmeScenario
{
    private readonly ClientReadmeExamples _examples = new();

    [Fact]
    public void The_examples_of_the_readme_are_those_that_are_compiled_here()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "AkkaGrid.Client", "README.md"));
        var source = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "AkkaGrid.Scenarios", "Packages", "ClientReadmeExamples.cs"));

        Assert.Equal(
            Marked().Matches(source).Select(match =>
                match.Groups["code"].Value.Replace("\n        ", "\n", StringComparison.Ordinal).Trim()),
            Block().Matches(readme).Select(match => match.Groups["code"].Value.Trim()));
    }

    [Fact]
    public async Task The_examples_do_what_the_readme_says()
    {
        await using var nodes = await LocalNodes.StartAsync();
        var grid = ClientReadmeExamples.Connect(nodes.Address(1).ToString());

        await _examples.ReadAndWriteAsync(grid);
        Assert.Equal("hello", _examples.Console.Lines[^1]);
        Assert.Equal("good evening", (await grid.Store.GetAsync("greeting"))!.Text);

        await _examples.RoamAsync(nodes.Http(1), nodes.Http(2));
        Assert.Equal("paid", _examples.Console.Lines[^1]);

        await _examples.ChargeAsync(grid);
        Assert.Matches("^EV_1 charges with 22 kW at substation_[123]$", _examples.Console.Lines[^1]);

        using var stop = new CancellationTokenSource();
        var watch = _examples.WatchAsync(grid, stop.Token);
        await Eventually.True(
            () => _examples.Console.Lines.Contains("order/17 is paid"), "the watch tells which keys there are");
        await grid.Store.PutAsync("order/17", "sent");
        await Eventually.True(
            () => _examples.Console.Lines.Contains("order/17 is now sent"), "the watch tells the change");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [GeneratedRegex(@"// begin\n(?<code>.*?)// end", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
