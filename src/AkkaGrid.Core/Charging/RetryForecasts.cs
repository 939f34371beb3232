namespace AkkaGrid.Core.Charging;

/// <summary>Keeps the forecasts of free power that refused clients were given, until their error is known.</summary>
/// <param name="capacity">The maximum number of forecasts; the oldest is dropped.</param>
internal sealed class RetryForecasts(int capacity)
{
    private readonly LinkedList<(Kilowatts Amount, DateTimeOffset At)> _open = [];

    /// <summary>Whether no forecast is kept.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>Adds the forecast that an amount will be free at a time.</summary>
    public void Add(Kilowatts amount, DateTimeOffset at)
    {
        _open.AddLast((amount, at));
        if (_open.Count > capacity)
            _open.RemoveFirst();
    }

    /// <summary>Measures the forecasts that the free power decides now.</summary>
    /// <returns>
    /// How much later than forecast there was room, for each decided forecast; negative where it was earlier.
    /// </returns>
    public IReadOnlyList<TimeSpan> Settle(Kilowatts free, DateTimeOffset now)
    {
        List<TimeSpan> errors = [];
        for (var node = _open.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Amount <= free)
            {
                errors.Add(now - node.Value.At);
                _open.Remove(node);
            }

            node = next;
        }

        return errors;
    }
}
