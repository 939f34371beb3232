using System.Text;
using AkkaGrid.Testing.Http;
using Spectre.Console;

namespace AkkaGrid.Cli.Tests;

/// <summary>Runs <c>akkagrid</c> in this process and keeps what it prints.</summary>
internal sealed class Cli(ScriptedNode? node = null)
{
    public byte[]? Input { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether a person watches at a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>What was written to standard output as bytes.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>All of standard output.</summary>
    public string Out { get; private set; } = "";

    /// <summary>All of standard error.</summary>
    public string Err { get; private set; } = "";

    public Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<int> RunAsync(CancellationToken cancel, params string[] args)
    {
        using var output = new MemoryStream();
        using var text = new StringWriter();
        using var errors = new StringWriter();
        var exit = await Program.RunAsync(
            node is null ? args : [.. args, "--node", node.Url.ToString()],
            new(
                Input is null ? null : new MemoryStream(Input),
                output,
                IsTerminal ? Terminal(text) : Surroundings.ConsoleOn(text, isRedirected: true),
                Surroundings.ConsoleOn(errors, isRedirected: true),
                Time,
                () => 7),
            cancel);
        Bytes = output.ToArray();
        Out += text + Encoding.UTF8.GetString(Bytes);
        Err += errors;
        return exit;
    }

    private static IAnsiConsole Terminal(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 120;
        return console;
    }
}
