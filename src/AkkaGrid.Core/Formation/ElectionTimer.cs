namespace AkkaGrid.Core.Formation;

/// <summary>
/// Decides when a seed stands as a candidate: a lower seed goes first, but no seed waits for another one without end.
/// </summary>
/// <remarks>
/// The election timeout of Raft (D. Ongaro and J. Ousterhout, "In search of an understandable consensus algorithm",
/// 2014). The timer protects no invariant: the votes alone prevent two founders. It ensures progress. A candidate that
/// can never win releases its voters when it pauses, and random pauses keep two candidates from splitting the votes
/// again and again.
/// </remarks>
/// <param name="settings">How long a seed waits, campaigns and pauses.</param>
/// <param name="incarnation">Random, new at each start: the source of the random pauses.</param>
internal sealed class ElectionTimer(FormationSettings settings, ulong incarnation)
{
    private const int MaxDoublings = 4;

    private readonly Random _random = new((int)(incarnation ^ (incarnation >> 32)));
    private TimeSpan? _waitsSince;
    private TimeSpan? _campaignEnd;
    private TimeSpan _pauseEnd;
    private int _failures;

    /// <summary>
    /// Starts the wait from the beginning: another seed acts, or this seed cannot win. A pause goes on.
    /// </summary>
    public void Reset() => _waitsSince = null;

    /// <summary>
    /// Ends the campaign of this seed: it got the votes, and did not come into a cluster. Such a seed probably fails
    /// again, so each failure doubles its pauses, up to a limit.
    /// </summary>
    public void Fail(TimeSpan now)
    {
        _failures = Math.Min(_failures + 1, MaxDoublings);
        Pause(now);
    }

    /// <summary>
    /// Whether this seed asks for votes now. The caller calls it at each tick at which the seed may stand.
    /// </summary>
    /// <param name="lowerSeeds">How many lower seeds this seed sees; each of them goes first.</param>
    /// <param name="now">The present.</param>
    public bool Stands(int lowerSeeds, TimeSpan now)
    {
        _waitsSince ??= now;
        if (now - _waitsSince < settings.Precedence * lowerSeeds)
            return false;
        if (_campaignEnd is null || now >= _pauseEnd)
            Pause(now + settings.Campaign);
        return now < _campaignEnd;
    }

    private void Pause(TimeSpan from)
    {
        _campaignEnd = from;
        var pause = settings.MinPause + ((settings.MaxPause - settings.MinPause) * _random.NextDouble());
        _pauseEnd = from + (pause * (1 << _failures));
    }
}
