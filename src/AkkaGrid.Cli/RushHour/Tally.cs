namespace AkkaGrid.Cli.RushHour;

/// <summary>Counts replies as they come, from any thread.</summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private int _successful;
    private int _rejected;
    private int _failed;
    private int _unanswered;
    private int _answered;
    private TimeSpan _total;
    private TimeSpan _least = TimeSpan.MaxValue;
    private TimeSpan _greatest;

    public void Add(Reply reply, TimeSpan took)
    {
        lock (_lock)
        {
            if (reply.IsSuccessful)
                _successful++;
            else if (reply.IsRejected)
                _rejected++;
            else if (reply.IsUnanswered)
                _unanswered++;
            else
                _failed++;

            if (reply.Reason is { } reason)
                _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
            if (!reply.IsUnanswered)
                AddTime(took);
        }
    }

    /// <summary>What was counted so far.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="duration">How long it has run.</param>
    public RushHourReport Report(int seed, TimeSpan duration)
    {
        lock (_lock)
        {
            return new(
                seed,
                duration.TotalSeconds,
                _successful,
                _rejected,
                _failed,
                _unanswered,
                _answered == 0
                    ? null
                    : new(_total.TotalMilliseconds / _answered, _least.TotalMilliseconds, _greatest.TotalMilliseconds),
                new Dictionary<string, int>(_reasons));
        }
    }

    private void AddTime(TimeSpan took)
    {
        _answered++;
        _total += took;
        if (took < _least)
            _least = took;
        if (took > _greatest)
            _greatest = took;
    }
}
