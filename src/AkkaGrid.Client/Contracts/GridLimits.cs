namespace AkkaGrid.Client.Contracts;

/// <summary>The bounds that the edge holds requests to, for both of its ends: beyond them the answer is 400.</summary>
public static class GridLimits
{
    /// <summary>The longest that a charge request may wait for room (<c>max_wait</c>), in seconds: an hour.</summary>
    public const int MaxWaitSeconds = 3600;

    /// <summary>The least power that a request, a rating or a limit above zero may name, in kW: a watt.</summary>
    public const decimal MinKilowatts = 0.001m;

    /// <summary>The most power that a request, a rating or a limit may name, in kW: a gigawatt.</summary>
    public const int MaxKilowatts = 1_000_000;

    /// <summary>
    /// The longest that a write may wait for other replicas (<c>timeout</c>), in milliseconds: ten minutes.
    /// </summary>
    public const int MaxWriteTimeoutMilliseconds = 600_000;

    /// <summary>The most items on a page of a list (<c>limit</c>).</summary>
    public const int MaxPage = 1000;

    /// <summary>
    /// The longest that a limit event lasts, and the farthest ahead that it begins, in seconds: a year and a day.
    /// </summary>
    public const int MaxEventSeconds = 366 * 24 * 3600;

    /// <summary>The shortest limit event, in seconds.</summary>
    public const decimal MinEventSeconds = 0.001m;

    /// <summary>The longest name of a limit event, in characters.</summary>
    public const int MaxEventName = 64;

    /// <summary>The longest that the lab delays a message, in milliseconds.</summary>
    public const int MaxLabDelayMilliseconds = 60_000;
}
