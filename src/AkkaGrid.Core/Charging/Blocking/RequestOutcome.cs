namespace AkkaGrid.Core.Charging.Blocking;

/// <summary>What became of a request that some substation is large enough for.</summary>
public enum RequestOutcome
{
    /// <summary>It was given all it asked for, at once.</summary>
    Accepted,

    /// <summary>It was given all it asked for once there was room.</summary>
    AcceptedAfterWaiting,

    /// <summary>It was given less than it asked for, at once or later.</summary>
    AcceptedWithLess,

    /// <summary>There was no room for it.</summary>
    Refused,

    /// <summary>Its client hung up while it waited, or nothing was heard of that any more.</summary>
    Withdrawn,
}
