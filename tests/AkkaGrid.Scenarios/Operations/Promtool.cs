using System.ComponentModel;
using System.Diagnostics;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>Prometheus' own checker, where it is installed.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it, and returns what it says; fails the test where it finds fault, skips it where there is no promtool.</summary>
    public static async Task<string> RunAsync(string folder, string[] arguments)
    {
        using var process = Start(new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new SkipException($"promtool cannot be run ({error.Message}); it comes with Prometheus.");
        }
    }
}
