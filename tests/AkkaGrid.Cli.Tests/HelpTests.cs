using System.CommandLine;
using System.CommandLine.Parsing;

namespace AkkaGrid.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. All(Root(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_help_exits_with_0_and_shows_examples_that_are_right_usage(string command)
    {
        var cli = new Cli();

        Assert.Equal(
            ExitCodes.Success,
            await cli.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));

        var examples = cli.Out.Split("Examples:")[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            Assert.Contains($"akkagrid {command}".Trim(), example);
            Assert.Empty(Root().Parse(Arguments(example)).Errors);
        });
    }

    // What a shell makes of the line: variables before the command, redirections and pipes behind it are the shell's.
    private static List<string> Arguments(string example)
    {
        var line = example[(example.IndexOf("akkagrid ", StringComparison.Ordinal) + "akkagrid ".Length)..];
        return [.. CommandLineParser.SplitCommandLine(line.Split(['|', '>', ')'])[0])];
    }

    private static RootCommand Root()
    {
        var console = CliEnvironment.ConsoleOn(TextWriter.Null, isRedirected: true);
        return Program.Create(
            new CliEnvironment(null, Stream.Null, console, console, TimeProvider.System, () => 7, null)).Root;
    }

    private static IEnumerable<string> All(Command command, string path) =>
        command.Subcommands.SelectMany(below => All(below, $"{path} {below.Name}".Trim())).Prepend(path);
}
