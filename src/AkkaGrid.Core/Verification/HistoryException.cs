namespace AkkaGrid.Core.Verification;

/// <summary>A history that cannot be checked, and why.</summary>
public sealed class HistoryException : Exception
{
    /// <summary>A history that cannot be checked.</summary>
    /// <param name="message">Why.</param>
    /// <param name="line">Where it was recorded, from 1; 0 for nowhere.</param>
    /// <param name="cause">What led to it.</param>
    public HistoryException(string message, int line = 0, Exception? cause = null)
        : base(message, cause) => Line = line;

    /// <summary>Where it was recorded, from 1; 0 for nowhere.</summary>
    public int Line { get; }
}
