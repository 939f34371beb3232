namespace AkkaGrid.Cli;

/// <summary>What <c>akkagrid</c> tells the shell that started it.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Refused, not found, not reachable, not in time.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>Ended by the user with Ctrl-C, as shells have it: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;
}
