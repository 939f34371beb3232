namespace AkkaGrid.Core.Charging;

/// <summary>What a client is told for whom there is no room, and how true it turned out to be.</summary>
/// <param name="fleet">The substations.</param>
/// <param name="settings">Times and bounds.</param>
internal sealed class Refusals(Fleet fleet, DispatcherSettings settings)
{
    private readonly RetryForecasts _forecasts = new(settings.ForecastsKept);

    /// <summary>Whether it has shown of all that was told how true it was.</summary>
    public bool AllSettled => _forecasts.IsEmpty;

    /// <summary>The answer to who asks for more than any substation has free.</summary>
    public ChargeOutcome NoRoomFor(Kilowatts amount, DateTimeOffset now)
    {
        var retryAfter = fleet.FreeIn(amount, now);
        if (retryAfter is { } known)
            _forecasts.Add(amount, now + known);
        var (after, free) = (retryAfter ?? settings.SilentAfter, fleet.LargestFree(now));
        return fleet.IsCurtailed(amount, now)
            ? new ChargeOutcome.Curtailed(after, fleet.LargestLimit(now), free)
            : new ChargeOutcome.NoCapacity(after, free) { IsWithoutSubstation = !fleet.Fresh(now).Any() };
    }

    /// <summary>One substation has so much free now.</summary>
    public IEnumerable<ForecastMeasured> Settle(Kilowatts free, DateTimeOffset now) =>
        _forecasts.Settle(free, now).Select(error => new ForecastMeasured(error));
}
