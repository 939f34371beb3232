using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>Prometheus' own checker, where it is installed.</summary>
internal static class Promtool
{
    /// <summary>
    /// Runs it, and returns what it says; fails the test where it finds fault, skips it where there is no promtool.
    /// </summary>
    public static async Task<string> RunAsync(string folder, string[] arguments)
    {
        Skip.If(Tool.Find("promtool") is null, "There is no promtool on the PATH; it comes with Prometheus.");
        var (exitCode, output) = await Tool.RunAsync("promtool", folder, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
