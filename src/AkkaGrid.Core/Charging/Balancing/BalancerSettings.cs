namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>The identity and the time limits of a balancer.</summary>
/// <param name="Node">The name of its node, which its epochs carry.</param>
/// <param name="ExpectedSeeds">How many seeds the configuration names, with or without substations.</param>
/// <param name="Dispatching">The settings of its dispatcher.</param>
public sealed record BalancerSettings(string Node, int ExpectedSeeds, DispatcherSettings Dispatching)
{
    /// <summary>How long after an unanswered request a node is asked again; 300 ms.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long after its term begins a balancer treats an incomplete grid as complete; 10 s.</summary>
    public TimeSpan GridTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a fenced balancer waits before it starts a new term; 6 s, longer than a balancer that was frozen and
    /// replaced keeps running.
    /// </summary>
    public TimeSpan FencedPause { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The longest pause between two inputs in which no other balancer can have taken over; 3 s, longer than a busy
    /// machine stalls and shorter than a takeover.
    /// </summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(3);
}
