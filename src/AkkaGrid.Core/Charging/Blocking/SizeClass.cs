namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>
/// A class of requests of similar power, bounded by the common power levels of chargers: so the number of figures does
/// not depend on how many powers are requested.
/// </summary>
public readonly record struct SizeClass
{
    private static readonly decimal[] Bounds = [7.4m, 11, 22, 50, 100, 150, 350];
    private static readonly string[] Labels = ["7.4", "11", "22", "50", "100", "150", "350", "+Inf"];

    private SizeClass(int index) => Index = index;

    /// <summary>How many classes there are.</summary>
    public static int Count => Labels.Length;

    /// <summary>All classes, the smallest first.</summary>
    public static IEnumerable<SizeClass> All => Enumerable.Range(0, Count).Select(index => new SizeClass(index));

    /// <summary>Its index in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>
    /// The largest power of this class in kW, the exclusive lower bound of the next class; <c>+Inf</c> for the last.
    /// </summary>
    public string Label => Labels[Index];

    /// <summary>The class of a power.</summary>
    public static SizeClass Of(Kilowatts amount)
    {
        var index = 0;
        while (index < Bounds.Length && amount.Value > Bounds[index])
            index++;
        return new SizeClass(index);
    }
}
