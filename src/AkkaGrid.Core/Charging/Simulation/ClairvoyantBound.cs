namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Computes an upper bound for the share of some arrivals that any policy can accept without waiting, even one that
/// knows all arrivals in advance.
/// </summary>
/// <remarks>
/// The Lagrangian dual of choosing which arrival to accept at which substation: a price for the power of each
/// substation at each arrival makes the choices independent. Whatever the prices, the profit beyond them plus the value
/// of all capacity is at least that of the best choice. Subgradient steps look for the prices with the lowest bound.
/// </remarks>
public static class ClairvoyantBound
{
    private const int Steps = 400;

    /// <summary>
    /// An upper bound for the accepted share of all arrivals, including those that fit no substation.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="arrivals">The arrivals, in order of time.</param>
    public static double Acceptance(SimulatedGrid grid, IReadOnlyList<Arrival> arrivals)
    {
        if (arrivals.Count == 0)
            return 1;
        var sites = grid.Plans.Select(plan => new Site(plan, arrivals)).ToArray();
        var best = (double)arrivals.Count;
        for (var step = 0; step < Steps; step++)
        {
            best = Math.Min(best, Bound(sites, arrivals));
            var pace = 0.02 / Math.Sqrt(step + 1);
            foreach (var site in sites)
                site.AdjustPrices(pace);
        }

        return best / arrivals.Count;
    }

    /// <summary>The bound at the current prices. Each site counts the arrivals that would choose it.</summary>
    private static double Bound(Site[] sites, IReadOnlyList<Arrival> arrivals)
    {
        foreach (var site in sites)
            site.Begin();
        var bound = sites.Sum(site => site.WorthOfCapacity);
        for (var i = 0; i < arrivals.Count; i++)
        {
            Site? cheapest = null;
            var least = 1.0;
            foreach (var site in sites)
            {
                var price = site.PriceOf(i, arrivals[i].Size);
                if (price < least)
                    (cheapest, least) = (site, price);
            }

            cheapest?.Take(i, arrivals[i].Size);
            bound += 1 - least;
        }

        return bound;
    }

    /// <summary>One substation: the prices of a kW at each arrival, and the power demanded at those prices.</summary>
    private sealed class Site
    {
        private readonly double _capacity;
        private readonly int[] _ends;
        private readonly double[] _prices;
        private readonly double[] _pricesBefore;
        private readonly double[] _changes;

        public Site(SubstationPlan plan, IReadOnlyList<Arrival> arrivals)
        {
            _capacity = (double)plan.Rating.Value;
            _prices = new double[arrivals.Count];
            _pricesBefore = new double[arrivals.Count + 1];
            _changes = new double[arrivals.Count + 1];
            var times = arrivals.Select(arrival => arrival.At).ToArray();
            _ends = [.. arrivals.Select(arrival => FirstAt(
                times, arrival.At + SessionDuration.Of(plan.ProcessingTime, arrival.Priority, arrival.Factor)))];
        }

        public double WorthOfCapacity => _capacity * _pricesBefore[^1];

        public void Begin()
        {
            Array.Clear(_changes);
            for (var i = 0; i < _prices.Length; i++)
                _pricesBefore[i + 1] = _pricesBefore[i] + _prices[i];
        }

        public double PriceOf(int arrival, int size) =>
            size > _capacity
                ? double.PositiveInfinity
                : size * (_pricesBefore[Math.Max(_ends[arrival], arrival + 1)] - _pricesBefore[arrival]);

        public void Take(int arrival, int size)
        {
            _changes[arrival] += size;
            _changes[Math.Max(_ends[arrival], arrival + 1)] -= size;
        }

        /// <summary>Raises the price where the demand exceeds the capacity, and lowers it where it does not.</summary>
        public void AdjustPrices(double pace)
        {
            var load = 0.0;
            for (var i = 0; i < _prices.Length; i++)
            {
                load += _changes[i];
                _prices[i] = Math.Max(0, _prices[i] + (pace * (load - _capacity) / (_capacity * _capacity)));
            }
        }

        private static int FirstAt(TimeSpan[] times, TimeSpan moment)
        {
            var index = Array.BinarySearch(times, moment);
            return index < 0 ? ~index : index;
        }
    }
}
