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

    /// <summary>
    /// A newer balancer serves. This one pauses for <see cref="BalancerSettings.FencedPause"/>, in which the cluster
    /// stops it if it has been replaced. Then it starts a new term, without asking whether the newer one still runs.
    /// </summary>
    Fenced,
}
