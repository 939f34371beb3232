namespace AkkaGrid.Core.Charging;

/// <summary>The times and limits of a <see cref="Dispatcher"/>.</summary>
public sealed record DispatcherSettings
{
    /// <summary>The age of its last report from which on a substation is no candidate; 3 s.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After how long an unanswered reservation is sent again; 500 ms.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a reservation is valid; 2 s. Together with <see cref="SilentAfter"/> this is less than the time after
    /// which an unresponsive node is removed: so a node that resumes later cannot start a session that was placed
    /// elsewhere meanwhile.
    /// </summary>
    public TimeSpan ReservationLife { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After how long a substation is asked again to confirm that it has no room; 400 ms. No request is refused until
    /// each substation has confirmed it or is silent.
    /// </summary>
    public TimeSpan ProbeAgainAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long substations keep the keys of ended sessions; 24 h.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether a vehicle may have only one session; false.</summary>
    public bool OneSessionPerVehicle { get; init; }

    /// <summary>The maximum number of open requests; 10,000.</summary>
    public int MaxOpen { get; init; } = 10_000;

    /// <summary>The maximum number of requests that wait for room; 1,000.</summary>
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>
    /// How long a waiting request stays in the queue without a repetition; 5 s. Gateways repeat it each second while
    /// its client is connected.
    /// </summary>
    public TimeSpan TicketLife { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much extra waiting time each level of priority counts for; 30 s.</summary>
    public TimeSpan PriorityWorth { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many forecasts of free power are kept until their error is known; 1,000.</summary>
    public int ForecastsKept { get; init; } = 1_000;

    /// <summary>How many decisions are kept; 1,000.</summary>
    public int DecisionsKept { get; init; } = 1000;
}
