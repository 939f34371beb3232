namespace AkkaGrid.Charging.Balancing;

/// <summary>How far a balancer is.</summary>
internal enum BalancerPhase
{
    /// <summary>Asks the nodes what they host and which epochs they have seen.</summary>
    Gathering,

    /// <summary>Has taken an epoch and waits for the substations to tell their sessions.</summary>
    Claiming,

    /// <summary>Decides.</summary>
    Serving,

    /// <summary>A newer balancer rules. Should that one be gone for good, it starts over after a pause.</summary>
    Fenced,
}
