namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>
/// Requests of about the same power, by the steps in which charging comes: so that however many powers are asked for,
/// few figures tell of them.
/// </summary>
public readonly record struct SizeClass
{
    private static readonly decimal[] Bounds = [7.4m, 11, 22, 50, 100, 150, 350];
    private static readonly string[] Labels = ["7.4", "11", "22", "50", "100", "150", "350", "+Inf"];

    private SizeClass(int index) => Index = index;

    /// <summary>How many there are.</summary>
    public static int Count => Labels.Length;

    /// <summary>All of them, the smallest first.</summary>
    public static IEnumerable<SizeClass> All => Enumerable.Range(0, Count).Select(index => new SizeClass(index));

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>
    /// The most that a request of this class asks for in kW, and the next class's least; <c>+Inf</c> for the last.
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
