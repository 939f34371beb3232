namespace AkkaGrid.Core.Charging;

/// <summary>
/// Builds the refusals for requests without room, and measures the accuracy of their <c>Retry-After</c>.
/// </summary>
/// <param name="fleet">The substations.</param>
/// <param name="settings">Times and limits.</param>
internal sealed class Refusals(Fleet fleet, DispatcherSettings settings)
{
    private readonly RetryForecasts _forecasts = new(settings.ForecastsKept);

    /// <summary>Whether the error of every forecast is known.</summary>
    public bool AllSettled => _forecasts.IsEmpty;

    /// <summary>The refusal of a request that exceeds the free power of every substation.</summary>
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

    /// <summary>Measures the forecasts that are decided now, because one substation has an amount free.</summary>
    public IEnumerable<ForecastMeasured> Settle(Kilowatts free, DateTimeOffset now) =>
        _forecasts.Settle(free, now).Select(error => new ForecastMeasured(error));
}
