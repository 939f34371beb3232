namespace AkkaGrid.Core.Charging;

/// <summary>Holds what refused clients were told, when to try again, until it shows how true it was.</summary>
/// <param name="capacity">How many are held at the most; the oldest goes.</param>
internal sealed class RetryForecasts(int capacity)
{
    private readonly LinkedList<(Kilowatts Amount, DateTimeOffset At)> _open = [];

    /// <summary>Whether none is held.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>A client was told that so much will be free then.</summary>
    public void Add(Kilowatts amount, DateTimeOffset at)
    {
        _open.AddLast((amount, at));
        if (_open.Count > capacity)
            _open.RemoveFirst();
    }

    /// <summary>So much is free now.</summary>
    /// <returns>
    /// How much later than foretold that came, for each forecast that it decides; less than zero where it came sooner.
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
