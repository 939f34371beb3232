namespace AkkaGrid.Core.Charging;

/// <summary>
/// The fencing number of one term of a balancer. Substations obey only the highest that they have seen: a balancer that
/// was presumed dead and resumes carries an older one and is refused. The node name orders two terms with the same
/// number.
/// </summary>
/// <param name="Number">Increases from 1; 0 is before any term.</param>
/// <param name="Node">The balancer's node.</param>
public readonly record struct FencingEpoch(long Number, string Node) : IComparable<FencingEpoch>
{
    /// <summary>The epoch before any term.</summary>
    public static FencingEpoch None { get; } = new(0, "");

    /// <summary>
    /// The highest of several recorded epochs, whatever their clocks: a substation that lost an epoch would obey a
    /// balancer that it had already refused. Without any, <see cref="None"/>.
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
