namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>The outcome of a request that does not exceed the rating of every substation.</summary>
public enum RequestOutcome
{
    /// <summary>It was granted all the power that it asked for, at once.</summary>
    Accepted,

    /// <summary>It was granted all the power that it asked for, after a wait for room.</summary>
    AcceptedAfterWaiting,

    /// <summary>It was granted less than it asked for, at once or after a wait.</summary>
    AcceptedWithLess,

    /// <summary>There was no room for it.</summary>
    Refused,

    /// <summary>Its client disconnected while it waited, or its gateway no longer asked for it.</summary>
    Withdrawn,
}
