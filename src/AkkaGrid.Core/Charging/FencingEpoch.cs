namespace AkkaGrid.Core.Charging;

/// <summary>
/// The number of one term of a balancer. Substations obey the highest they have seen: a balancer that was thought
/// dead and wakes up carries an older one and is refused. The node name orders two that took the same number.
/// </summary>
/// <param name="Number">Counts up, from 1; 0 is before any balancer.</param>
/// <param name="Node">The balancer's node.</param>
public readonly record struct FencingEpoch(long Number, string Node) : IComparable<FencingEpoch>
{
    /// <summary>Before any balancer.</summary>
    public static FencingEpoch None { get; } = new(0, "");

    /// <summary>
    /// The highest of several epochs on record, whatever the clocks said when they were written: a substation that
    /// forgets an epoch obeys a balancer that it had already refused. Without any, <see cref="None"/>.
    /// </summary>
    public static FencingEpoch Highest(IEnumerable<FencingEpoch> records) => records.DefaultIfEmpty(None).Max();

    /// <summary>The first epoch of <paramref name="node"/> that is above this one.</summary>
    public FencingEpoch Next(string node) => new(Number + 1, node);

    /// <inheritdoc/>
    public int CompareTo(FencingEpoch other) =>
        Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Node, other.Node);

    /// <inheritdoc/>
    public override string ToString() => $"{Number}@{Node}";

    /// <summary>Whether <paramref name="left"/> is the older.</summary>
    public static bool operator <(FencingEpoch left, FencingEpoch right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is the newer.</summary>
    public static bool operator >(FencingEpoch left, FencingEpoch right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not the newer.</summary>
    public static bool operator <=(FencingEpoch left, FencingEpoch right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not the older.</summary>
    public static bool operator >=(FencingEpoch left, FencingEpoch right) => left.CompareTo(right) >= 0;
}
