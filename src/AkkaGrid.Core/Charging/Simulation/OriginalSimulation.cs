namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Simulates the original system's policy, for comparison: its balancer polls the loads every 5 s, sends a request to
/// the lowest absolute load of its last poll, and tries no other; its substations release the power of ended sessions
/// every 2 s.
/// </summary>
public sealed class OriginalSimulation
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);

    private readonly VirtualTime _time = new();
    private readonly SimulationTally _tally;
    private readonly Place[] _places;

    private OriginalSimulation(SimulatedGrid grid, TimeSpan warmUp, int seed)
    {
        _tally = new SimulationTally(grid, warmUp);
        _places = [.. grid.Plans.Select(plan => new Place(plan))];

        // The services start one after the other, so that their timers do not coincide.
        var random = new Random(seed);
        _time.After(PollEvery * random.NextDouble(), Poll);
        foreach (var place in _places)
            _time.After(SweepEvery * random.NextDouble(), () => Sweep(place));
    }

    /// <summary>Sends arrivals to a grid as the original system would run it, and measures.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="arrivals">The arrivals, in order of time.</param>
    /// <param name="warmUp">Earlier arrivals are not counted.</param>
    /// <param name="seed">The seed of the timers' phases.</param>
    public static SimulationMeasures Run(SimulatedGrid grid, IEnumerable<Arrival> arrivals, TimeSpan warmUp, int seed)
    {
        var simulation = new OriginalSimulation(grid, warmUp, seed);
        var coming = true;
        using var next = arrivals.GetEnumerator();
        simulation.AwaitNext(next, () => coming = false);
        simulation._time.Run(() => coming);
        return simulation._tally.Measures();
    }

    private void AwaitNext(IEnumerator<Arrival> coming, Action onLast)
    {
        if (!coming.MoveNext())
        {
            onLast();
            return;
        }

        var arrival = coming.Current;
        _time.At(VirtualTime.Start + arrival.At, () =>
        {
            Charge(arrival);
            AwaitNext(coming, onLast);
        });
    }

    private void Charge(Arrival arrival)
    {
        var chosen = _places.MinBy(place => place.SeenLoad)!;
        if (chosen.Fits(arrival.Size))
        {
            chosen.Start(arrival, _time.Now);
            _tally.Accepted(arrival, TimeSpan.Zero, share: 1);
        }
        else
            _tally.Refused(arrival, _places.Any(place => place.Fits(arrival.Size)));
    }

    private void Poll()
    {
        foreach (var place in _places)
            place.SeenLoad = place.Load;
        _time.After(PollEvery, Poll);
    }

    private void Sweep(Place place)
    {
        place.Sweep(_time.Now);
        _time.After(SweepEvery, () => Sweep(place));
    }

    /// <summary>An original substation.</summary>
    private sealed class Place(SubstationPlan plan)
    {
        private readonly PriorityQueue<int, DateTimeOffset> _sessions = new();
        private readonly decimal _capacity = plan.Rating.Value;

        public int Load { get; private set; }

        public int SeenLoad { get; set; }

        public bool Fits(int size) => Load + size <= _capacity;

        public void Start(Arrival arrival, DateTimeOffset now)
        {
            Load += arrival.Size;
            _sessions.Enqueue(
                arrival.Size, now + SessionDuration.Of(plan.ProcessingTime, arrival.Priority, arrival.Factor));
        }

        public void Sweep(DateTimeOffset now)
        {
            while (_sessions.TryPeek(out var size, out var end) && end <= now)
            {
                _sessions.Dequeue();
                Load -= size;
            }
        }
    }
}
