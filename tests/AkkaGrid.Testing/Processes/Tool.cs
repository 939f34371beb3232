using System.Diagnostics;

namespace AkkaGrid.Testing.Processes;

/// <summary>A program of the machine that a test uses where it is installed.</summary>
public static class Tool
{
    /// <summary>Where it is on the PATH; null where it is not.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string program, string folder, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How it ended, and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
