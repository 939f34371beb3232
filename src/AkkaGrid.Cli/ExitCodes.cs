namespace AkkaGrid.Cli;

/// <summary>What <c>akkagrid</c> tells the shell that started it.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Refused, not found, not reachable, interrupted.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong; nothing was sent.</summary>
    public const int Usage = 2;
}
