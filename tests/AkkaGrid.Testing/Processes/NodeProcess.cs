using System.Collections.Concurrent;
using System.Diagnostics;

namespace AkkaGrid.Testing.Processes;

/// <summary>The program as users start it, in a folder of its own.</summary>
public sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // On a machine that is busy with other things as well.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder? _ownFolder;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    /// <summary>Starts the program in a folder of its own.</summary>
    public NodeProcess(string[] arguments, params (string Name, string Value)[] environment)
        : this(new TemporaryFolder(), arguments, environment)
    {
    }

    /// <summary>Starts the program in a given folder, so that it finds what an earlier start has left there.</summary>
    public NodeProcess(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        _folder = folder;
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "AkkaGrid.Node.dll"), .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private NodeProcess(TemporaryFolder own, string[] arguments, (string Name, string Value)[] environment)
        : this(own.Path, arguments, environment) => _ownFolder = own;

    /// <summary>Its number in the system.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has not ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>All it has said.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The folder that it was started in.</summary>
    public string Folder => _folder;

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task SendSigtermAsync() => SignalAsync("TERM");

    /// <summary>Stops its clock, as a machine does that stalls: it keeps all it has, and answers nobody.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async Task IsReadyAsync(string url)
    {
        using var http = new HttpClient();
        await Eventually.True(
            async () =>
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"The node has ended: {Output}");
                try
                {
                    return (await http.GetAsync($"{url}/health/ready")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{url} is ready",
            StartPatience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _ownFolder?.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
