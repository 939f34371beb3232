namespace AkkaGrid.Core.Causality;

/// <summary>How much a causal stash may hold. What goes beyond is dropped and pulled again later.</summary>
/// <param name="Count">The greatest number of updates.</param>
/// <param name="Bytes">The greatest sum of their sizes, in bytes.</param>
public sealed record StashLimits(int Count, long Bytes)
{
    /// <summary>20,000 updates, 64 MiB.</summary>
    public static readonly StashLimits Default = new(20_000, 64 << 20);
}
