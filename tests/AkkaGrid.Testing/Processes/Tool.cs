using System.Diagnostics;

namespace AkkaGrid.Testing.Processes;

/// <summary>A program of the machine that a test uses where it is installed.</summary>
public static class Tool
{
    // Longer than any of them takes, on a machine that is busy with other things as well.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Where it is on the PATH; null where it is not.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(
        string program, string folder, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var (output, errors) =
                (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} has not ended within {Limit.TotalMinutes} minutes.");
        }
    }
}
