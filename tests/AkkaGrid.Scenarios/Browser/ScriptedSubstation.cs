namespace AkkaGrid.Scenarios.Browser;

/// <summary>A substation with a limit of 100 kW, and one session.</summary>
/// <param name="Number">Its number, which is in its name.</param>
/// <param name="Node">The number of its node.</param>
/// <param name="Load">Its load in kW.</param>
/// <param name="SilentFor">How long it has been silent, in seconds; null while it reports.</param>
internal sealed record ScriptedSubstation(int Number, int Node, int Load, int? SilentFor = null)
{
    public const int Limit = 100;

    public bool IsFull => Load >= 95;

    public long? ReportedAt { get; } =
        SilentFor is { } seconds ? TimeProvider.System.GetUtcNow().AddSeconds(-seconds).ToUnixTimeMilliseconds() : null;
}
