namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The substations of a simulated grid.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Plans">The configuration of each substation.</param>
public sealed record SimulatedGrid(string Name, IReadOnlyList<SubstationPlan> Plans)
{
    /// <summary>The mean duration in the grids whose substations all have the same one: 10 s.</summary>
    public static readonly TimeSpan EqualDuration = TimeSpan.FromSeconds(10);

    private const int MinCapacity = 80;
    private const int MaxCapacity = 400;

    /// <summary>The original system's 80, 120 and 100 kW, with equal durations.</summary>
    public static SimulatedGrid Three { get; } =
        new("3 substations", [Plan(1, 80, 10), Plan(2, 120, 10), Plan(3, 100, 10)]);

    /// <summary>The original system's grid as shipped: 80, 120 and 100 kW with 8, 10 and 12 s.</summary>
    public static SimulatedGrid Original { get; } =
        new("the originals'", [Plan(1, 80, 8), Plan(2, 120, 10), Plan(3, 100, 12)]);

    /// <summary>The sum of all ratings, in kW.</summary>
    public int Capacity => Plans.Sum(plan => (int)plan.Rating.Value);

    /// <summary>Many substations, of 80 to 400 kW in even steps.</summary>
    /// <param name="count">How many; two or more.</param>
    public static SimulatedGrid Of(int count) => new(
        FormattableString.Invariant($"{count} substations"),
        [.. Enumerable.Range(0, count).Select(i => Plan(
            i + 1, MinCapacity + ((MaxCapacity - MinCapacity) * i / (count - 1)), EqualDuration.TotalSeconds))]);

    private static SubstationPlan Plan(int number, int capacity, double seconds) => new(
        SubstationId.Of(FormattableString.Invariant($"substation_{number}")),
        Kilowatts.Of(capacity),
        TimeSpan.FromSeconds(seconds));
}
