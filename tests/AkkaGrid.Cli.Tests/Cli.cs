using System.Text;
using AkkaGrid.Testing.Http;
using Spectre.Console;

namespace AkkaGrid.Cli.Tests;

/// <summary>Runs <c>akkagrid</c> in this process and keeps what it prints.</summary>
internal sealed class Cli(ScriptedNode? node = null)
{
    private readonly LiveText _errors = new();
    private LiveText _text = new();
    private LiveBytes _bytes = new();
    private string _earlier = "";

    public byte[]? Input { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The node that the environment names.</summary>
    public string? Environment { get; init; }

    /// <summary>How wide the terminal, or the pipe, is; as usual where it is 0.</summary>
    public int Width { get; init; }

    /// <summary>Whether a person watches at a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>What was written to standard output as bytes, in the last run.</summary>
    public byte[] Bytes => _bytes.ToArray();

    /// <summary>All of standard output so far.</summary>
    public string Out => _earlier + _text + Encoding.UTF8.GetString(Bytes);

    /// <summary>All of standard error so far.</summary>
    public string Err => _errors.ToString();

    public Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<int> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        _earlier = Out;
        (_text, _bytes) = (new LiveText(), new LiveBytes());
        var console = IsTerminal ? Terminal(_text) : CliEnvironment.ConsoleOn(_text, isRedirected: true);
        if (Width > 0)
            console.Profile.Width = Width;
        return await Program.RunAsync(
            node is null ? args : [.. args, "--node", node.Url.ToString()],
            new(
                Input is null ? null : new MemoryStream(Input),
                _bytes,
                console,
                CliEnvironment.ConsoleOn(_errors, isRedirected: true),
                Time,
                () => 7,
                Environment),
            cancellationToken);
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
