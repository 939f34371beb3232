namespace AkkaGrid.Core.Charging;

/// <summary>The times and bounds of a <see cref="Dispatcher"/>.</summary>
public sealed record DispatcherSettings
{
    /// <summary>A substation whose last report is older is no candidate; 3 s.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A reservation without an answer is sent again after this; 500 ms.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A reservation that comes later starts nothing; 2 s. With <see cref="SilentAfter"/> it is less than it takes to
    /// give up a node that does not answer, so that one which goes on after that does not start what was placed
    /// elsewhere.
    /// </summary>
    public TimeSpan ReservationLife { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After how long a substation is asked again to confirm that it has no room; 400 ms. Nobody is refused before it
    /// has, or is silent.
    /// </summary>
    public TimeSpan ProbeAgainAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long substations keep the keys of ended sessions; 24 h.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether a vehicle that has a session is given no other; false.</summary>
    public bool OneSessionPerVehicle { get; init; }

    /// <summary>The most requests that are decided or under way at once; 10,000.</summary>
    public int MaxOpen { get; init; } = 10_000;

    /// <summary>The most requests that wait for room at once; 1,000.</summary>
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>
    /// A request that waits for room lapses where nobody has asked for it again for so long; 5 s. Gateways do so each
    /// second as long as their clients are there.
    /// </summary>
    public TimeSpan TicketLife { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much longer a request counts as having waited for each level of its priority; 30 s.</summary>
    public TimeSpan PriorityWorth { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many forecasts of free power are held to see how true they were; 1,000.</summary>
    public int ForecastsKept { get; init; } = 1_000;

    /// <summary>How many decisions can be explained; 1,000.</summary>
    public int DecisionsKept { get; init; } = 1000;
}
