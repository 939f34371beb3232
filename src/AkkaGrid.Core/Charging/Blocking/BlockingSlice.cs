namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>The requests of one slice of time, and their outcomes.</summary>
internal sealed class BlockingSlice
{
    private static readonly Priority[] Priorities = Enum.GetValues<Priority>();

    private readonly long[] _offered = new long[SizeClass.Count * Priorities.Length];
    private readonly long[] _refused = new long[SizeClass.Count * Priorities.Length];
    private readonly double[] _offeredKilowatts = new double[SizeClass.Count];
    private readonly long[] _timed = new long[SizeClass.Count];
    private readonly double[] _seconds = new double[SizeClass.Count];
    private double _refusedKilowatts;

    /// <summary>The number of the slice of time that it counts.</summary>
    public long Number { get; private set; }

    /// <summary>Starts over, if it counts an earlier slice of time.</summary>
    public void TurnTo(long number)
    {
        if (Number == number)
            return;
        Number = number;
        Array.Clear(_offered);
        Array.Clear(_refused);
        Array.Clear(_offeredKilowatts);
        Array.Clear(_timed);
        Array.Clear(_seconds);
        _refusedKilowatts = 0;
    }

    public void Count(ChargeRequest request, RequestOutcome outcome, ChargingSession? session)
    {
        var size = SizeClass.Of(request.Amount).Index;
        var cell = (size * Priorities.Length) + (int)request.Priority;
        var kilowatts = (double)request.Amount.Value;
        _offered[cell]++;
        _offeredKilowatts[size] += kilowatts;
        if (outcome == RequestOutcome.Refused)
        {
            _refused[cell]++;
            _refusedKilowatts += kilowatts;
        }

        if (session is null)
            return;

        // The duration at the requested power: a session that is granted less lasts longer in proportion.
        _timed[size]++;
        _seconds[size] += session.Duration.TotalSeconds * session.Granted.Milliwatts / request.Amount.Milliwatts;
    }

    public void Add(BlockingSlice other)
    {
        Add(_offered, other._offered);
        Add(_refused, other._refused);
        Add(_offeredKilowatts, other._offeredKilowatts);
        Add(_timed, other._timed);
        Add(_seconds, other._seconds);
        _refusedKilowatts += other._refusedKilowatts;
    }

    public IEnumerable<OfferedRequests> Requests() =>
        from size in SizeClass.All
        from priority in Priorities
        let cell = (size.Index * Priorities.Length) + (int)priority
        where _offered[cell] > 0
        select new OfferedRequests(size, priority, _offered[cell], _refused[cell]);

    public long Offered(SizeClass size)
    {
        var sum = 0L;
        foreach (var offered in _offered.AsSpan(size.Index * Priorities.Length, Priorities.Length))
            sum += offered;
        return sum;
    }

    public double OfferedKilowatts(SizeClass size) => _offeredKilowatts[size.Index];

    public double MeanKilowatts(SizeClass size) => _offeredKilowatts[size.Index] / Offered(size);

    /// <summary>The mean duration of a size's sessions; null where none began.</summary>
    public double? MeanSeconds(SizeClass size) =>
        _timed[size.Index] == 0 ? null : _seconds[size.Index] / _timed[size.Index];

    /// <summary>The mean duration of all sessions; null where none began.</summary>
    public double? MeanSeconds() => _timed.Sum() is > 0 and var sessions ? _seconds.Sum() / sessions : null;

    /// <summary>The refused shares; null where no request arrived.</summary>
    public BlockingShares? Shares() => _offered.Sum() is > 0 and var offered
        ? new BlockingShares((double)_refused.Sum() / offered, _refusedKilowatts / _offeredKilowatts.Sum())
        : null;

    private static void Add<T>(T[] sums, T[] more)
        where T : struct, System.Numerics.INumber<T>
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += more[i];
    }
}
