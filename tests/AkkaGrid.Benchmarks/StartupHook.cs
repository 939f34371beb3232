using System.Diagnostics;

/// <summary>
/// Runs in the servers that are measured before their own program does, and ends them when whoever started them is
/// gone, however it went: its end of their standard input closes then.
/// </summary>
/// <remarks>.NET finds it by this name in the assembly that <c>DOTNET_STARTUP_HOOKS</c> names.</remarks>
internal static class StartupHook
{
    /// <summary>Names the assembly in the environment of a server.</summary>
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        // What the server itself starts is its own affair.
        Environment.SetEnvironmentVariable(Variable, null);
        new Thread(WaitForEnd, maxStackSize: 64 * 1024) { IsBackground = true, Name = "parent" }.Start();
    }

    /// <summary>Ends this process at once: what it holds is of no use to anybody any more.</summary>
    public static void End() => Process.GetCurrentProcess().Kill();

    private static void WaitForEnd()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        End();
    }
}
