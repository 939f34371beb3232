namespace AkkaGrid.Core.Causality;

/// <summary>
/// A hybrid-logical timestamp: the milliseconds since 1970 (UTC) in the upper 48 bits, a counter in the lower 16.
/// It orders concurrent updates near real time and always exceeds the timestamps of its causal past.
/// </summary>
/// <remarks>S. Kulkarni et al., "Logical physical clocks" (OPODIS 2014).</remarks>
/// <param name="Ticks">The two parts as one number, which is how timestamps compare.</param>
public readonly record struct HybridTimestamp(ulong Ticks) : IComparable<HybridTimestamp>
{
    private const int CounterBits = 16;

    /// <summary>The physical part.</summary>
    public DateTimeOffset Time =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(Ticks >> CounterBits, MaxMilliseconds));

    private static ulong MaxMilliseconds => (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The next timestamp: at the given time, or just after this one where that is later.</summary>
    public HybridTimestamp Next(DateTimeOffset now)
    {
        var physical = (ulong)Math.Max(0, now.ToUnixTimeMilliseconds()) << CounterBits;
        return new HybridTimestamp(Math.Max(physical, Ticks + 1));
    }

    /// <summary>The later of two.</summary>
    public static HybridTimestamp Max(HybridTimestamp left, HybridTimestamp right) =>
        left.Ticks >= right.Ticks ? left : right;

    /// <inheritdoc/>
    public int CompareTo(HybridTimestamp other) => Ticks.CompareTo(other.Ticks);
}
