using AkkaGrid.Cli;

namespace AkkaGrid.Scenarios.Grid;

/// <summary>A person with <c>akkagrid</c> at one node.</summary>
internal sealed class Operator : IAsyncDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Screen _screen = new();

    private Operator(Uri node, string[] words, CancellationToken interrupt)
    {
        var console = CliEnvironment.ConsoleOn(_screen, isRedirected: true);
        Exit = AkkaGrid.Cli.Program.RunAsync(
            [.. words, "--node", node.ToString()],
            new CliEnvironment(Input: null, _bytes, console, console, TimeProvider.System, static () => 1, Node: null),
            interrupt);
    }

    /// <summary>How it ends.</summary>
    public Task<int> Exit { get; }

    /// <summary>What the operator has seen so far.</summary>
    public string Out => _screen.Text;

    /// <summary>Starts a command that is interrupted later.</summary>
    public static Operator Start(Uri node, CancellationToken interrupt, params string[] words) =>
        new(node, words, interrupt);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Out)> RunAsync(Uri node, params string[] words)
    {
        await using var person = new Operator(node, words, CancellationToken.None);
        var exit = await person.Exit;
        return (exit, person.Out.Trim());
    }

    public async ValueTask DisposeAsync()
    {
        await _bytes.DisposeAsync();
        await _screen.DisposeAsync();
    }

    // Written by the command while the test reads.
    private sealed class Screen : StringWriter
    {
        private readonly Lock _gate = new();

        public string Text
        {
            get
            {
                lock (_gate)
                    return ToString();
            }
        }

        public override void Write(char value)
        {
            lock (_gate)
                base.Write(value);
        }

        public override void Write(string? value)
        {
            lock (_gate)
                base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_gate)
                base.Write(buffer, index, count);
        }
    }
}
