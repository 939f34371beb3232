using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace AkkaGrid.Benchmarks.Harness;

/// <summary>A process that is measured: its own CPU time, apart from that of whoever puts it under load.</summary>
/// <remarks>
/// A process of this program takes commands on its standard input, a line each, and answers each with a line that
/// starts with <see cref="AnswerMark"/>.
/// </remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Starts a line that answers a command.</summary>
    public const string AnswerMark = "> ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string Program = PathOf("AkkaGrid.Benchmarks.dll");

    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;
    private bool _isDisposed;

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>The user and system time that it has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it holds now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>All that it has said besides answers.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts a node as users start it.</summary>
    public static ServerProcess Node(string folder, params IEnumerable<string> arguments) =>
        Executable("dotnet", folder, arguments.Prepend("node").Prepend(PathOf("AkkaGrid.Node.dll")));

    /// <summary>
    /// Starts this program in one of its parts, which takes commands; garbage is collected as in a node.
    /// </summary>
    public static ServerProcess Part(string part, string folder, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("dotnet", arguments.Prepend(part).Prepend(Program))
        {
            WorkingDirectory = folder,
            Environment = { ["DOTNET_gcConcurrent"] = "0", ["DOTNET_GCLOHThreshold"] = "400000" },
        });

    /// <summary>Starts this program in one of its parts, which takes no commands.</summary>
    public static ServerProcess SilentPart(string part, string folder, params IEnumerable<string> arguments) =>
        Executable("dotnet", folder, arguments.Prepend(part).Prepend(Program));

    /// <summary>Starts an executable of .NET that takes no commands.</summary>
    public static ServerProcess Executable(string path, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { WorkingDirectory = folder };
        start.Environment[StartupHook.Variable] = typeof(StartupHook).Assembly.Location;
        return new ServerProcess(start);
    }

    /// <summary>Has it do something, and returns what it answers.</summary>
    public async Task<string> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await AnswerAsync();
    }

    /// <summary>Its next answer: the first one tells that it serves.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<string> AnswerAsync()
    {
        try
        {
            return await _answers.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"A process has ended: {Log}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    // Whoever ends the benchmarks early is not to find their servers still running.
    private void OnExit(object? sender, EventArgs e) => Kill();

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private void Take(string? line)
    {
        if (line is null)
            _answers.Writer.TryComplete();
        else if (line.StartsWith(AnswerMark, StringComparison.Ordinal))
            _answers.Writer.TryWrite(line[AnswerMark.Length..]);
        else
            _log.Enqueue(line);
    }
}
