namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>How far a balancer has come with its term.</summary>
public enum BalancerPhase
{
    /// <summary>Asks the nodes which substations they host, and which epochs those have seen.</summary>
    Gathering,

    /// <summary>Has taken an epoch, and waits until the substations have sent their sessions.</summary>
    Claiming,

    /// <summary>Places requests.</summary>
    Serving,

    /// <summary>A newer balancer serves. If that one has gone for good, this one starts a new term after a pause.</summary>
    Fenced,
}
