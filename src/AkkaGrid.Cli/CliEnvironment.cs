using System.Security.Cryptography;
using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>All that a command touches outside of itself.</summary>
/// <param name="Input">What is piped in; null where a person sits at the terminal.</param>
/// <param name="Output">Standard output as bytes, for values as they are.</param>
/// <param name="Out">Standard output for people and for JSON.</param>
/// <param name="Err">Standard error, for what went wrong and for hints.</param>
/// <param name="Time">The clock.</param>
/// <param name="NewSeed">Makes the seed of a run that names none.</param>
/// <param name="Node">The node that the environment names for all commands; null where it names none.</param>
internal sealed record CliEnvironment(
    Stream? Input,
    Stream Output,
    IAnsiConsole Out,
    IAnsiConsole Err,
    TimeProvider Time,
    Func<int> NewSeed,
    string? Node)
{
    // Wide enough that no table is broken into lines that a pipe would take for rows.
    private const int WidthOfPipe = 400;

    public static CliEnvironment OfThisProcess() => new(
        Console.IsInputRedirected ? Console.OpenStandardInput() : null,
        Console.OpenStandardOutput(),
        ConsoleOn(Console.Out, Console.IsOutputRedirected),
        ConsoleOn(Console.Error, Console.IsErrorRedirected),
        TimeProvider.System,
        () => RandomNumberGenerator.GetInt32(int.MaxValue),
        Environment.GetEnvironmentVariable(NodeOption.Variable));

    /// <summary>A console that is colourful and live on a terminal, and plain text anywhere else.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = WidthOfPipe;
            console.Profile.Capabilities.Unicode = false;
        }

        return console;
    }
}
