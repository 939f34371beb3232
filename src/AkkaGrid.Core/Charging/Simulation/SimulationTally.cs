namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>Counts the results of one run.</summary>
/// <param name="grid">The grid.</param>
/// <param name="warmUp">Earlier arrivals are not counted.</param>
internal sealed class SimulationTally(SimulatedGrid grid, TimeSpan warmUp)
{
    private readonly int _largest = grid.Plans.Max(plan => (int)plan.Rating.Value);
    private readonly SortedDictionary<int, (long Offered, long Accepted)> _classes = [];
    private long _avoidable;
    private double _wait;
    private double _granted;

    /// <summary>How often a substation exceeded its limit.</summary>
    public long CapacityViolations { get; set; }

    public void Accepted(Arrival arrival, TimeSpan waited, double share)
    {
        if (arrival.At < warmUp)
            return;
        Count(arrival, accepted: 1);
        _wait += waited.TotalSeconds;
        _granted += share;
    }

    public void Refused(Arrival arrival, bool avoidable)
    {
        if (arrival.At < warmUp)
            return;
        Count(arrival, accepted: 0);
        if (avoidable)
            _avoidable++;
    }

    public SimulationMeasures Measures() => new(
        [.. _classes.Select(size =>
            new ClassMeasures(size.Key, size.Value.Offered, size.Value.Accepted, size.Key <= _largest))],
        _avoidable,
        CapacityViolations,
        _wait,
        _granted);

    private void Count(Arrival arrival, int accepted)
    {
        var (offered, before) = _classes.GetValueOrDefault(arrival.Size);
        _classes[arrival.Size] = (offered + 1, before + accepted);
    }
}
