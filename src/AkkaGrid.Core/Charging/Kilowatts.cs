using System.Globalization;

namespace AkkaGrid.Core.Charging;

/// <summary>Power, never negative, in whole milliwatts: sums are exact in any order, and there is no NaN.</summary>
public readonly record struct Kilowatts : IComparable<Kilowatts>
{
    private const decimal MilliwattsPerKilowatt = 1_000_000m;

    private Kilowatts(long milliwatts) => Milliwatts = milliwatts;

    /// <summary>No power.</summary>
    public static Kilowatts Zero => default;

    /// <summary>The largest power of one request or one substation: a gigawatt.</summary>
    public static Kilowatts Max { get; } = new(1_000_000_000_000);

    /// <summary>The power in kW.</summary>
    public decimal Value => Milliwatts / MilliwattsPerKilowatt;

    /// <summary>The power in mW.</summary>
    public long Milliwatts { get; }

    /// <summary>
    /// Creates a power above zero and not above <see cref="Max"/>. Fractions of a milliwatt are rounded up, so that
    /// never less is booked than was requested.
    /// </summary>
    public static bool TryCreate(decimal kilowatts, out Kilowatts power)
    {
        var valid = kilowatts > 0 && kilowatts <= Max.Value;
        power = valid ? new Kilowatts((long)decimal.Ceiling(kilowatts * MilliwattsPerKilowatt)) : Zero;
        return valid;
    }

    /// <summary>Creates a power from a figure that is known to be valid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The figure is not above zero, or above <see cref="Max"/>.
    /// </exception>
    public static Kilowatts Of(decimal kilowatts) =>
        TryCreate(kilowatts, out var power) ? power : throw new ArgumentOutOfRangeException(nameof(kilowatts));

    /// <summary>Creates a power from milliwatts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The figure is negative.</exception>
    public static Kilowatts FromMilliwatts(long milliwatts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliwatts);
        return new Kilowatts(milliwatts);
    }

    /// <summary>The difference; zero where <paramref name="taken"/> is larger.</summary>
    public Kilowatts Less(Kilowatts taken) => taken >= this ? Zero : new Kilowatts(Milliwatts - taken.Milliwatts);

    /// <summary>The smaller of two powers.</summary>
    public static Kilowatts Min(Kilowatts left, Kilowatts right) => left < right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Kilowatts other) => Milliwatts.CompareTo(other.Milliwatts);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("0.######", CultureInfo.InvariantCulture) + " kW";

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The sum exceeds nine petawatts.</exception>
    public static Kilowatts operator +(Kilowatts left, Kilowatts right) =>
        new(checked(left.Milliwatts + right.Milliwatts));

    /// <summary>Whether <paramref name="left"/> is the smaller.</summary>
    public static bool operator <(Kilowatts left, Kilowatts right) => left.Milliwatts < right.Milliwatts;

    /// <summary>Whether <paramref name="left"/> is the greater.</summary>
    public static bool operator >(Kilowatts left, Kilowatts right) => left.Milliwatts > right.Milliwatts;

    /// <summary>Whether <paramref name="left"/> is not the greater.</summary>
    public static bool operator <=(Kilowatts left, Kilowatts right) => left.Milliwatts <= right.Milliwatts;

    /// <summary>Whether <paramref name="left"/> is not the smaller.</summary>
    public static bool operator >=(Kilowatts left, Kilowatts right) => left.Milliwatts >= right.Milliwatts;
}
