using System.Globalization;

namespace AkkaGrid.Core.Causality;

/// <summary>The name of one update: the incarnation that made it, and its place there.</summary>
/// <param name="Origin">The incarnation that made the update.</param>
/// <param name="Sequence">The place among the updates of that incarnation, from 1.</param>
public readonly record struct Dot(Incarnation Origin, ulong Sequence) : IComparable<Dot>
{
    /// <summary>The one after it, of the same incarnation.</summary>
    public Dot Next => this with { Sequence = Sequence + 1 };

    /// <inheritdoc/>
    public int CompareTo(Dot other)
    {
        var byOrigin = Origin.CompareTo(other.Origin);
        return byOrigin != 0 ? byOrigin : Sequence.CompareTo(other.Sequence);
    }

    /// <summary>Reads the text form, <c>name.incarnation:sequence</c>.</summary>
    public static bool TryParse(string? text, out Dot dot)
    {
        dot = default;
        var separator = text?.LastIndexOf(':') ?? -1;
        if (separator < 0
            || !Incarnation.TryParse(text![..separator], out var origin)
            || !ulong.TryParse(
                text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || sequence == 0)
        {
            return false;
        }

        dot = new Dot(origin, sequence);
        return true;
    }

    /// <summary>The text form, <c>name.incarnation:sequence</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}:{Sequence}");
}
