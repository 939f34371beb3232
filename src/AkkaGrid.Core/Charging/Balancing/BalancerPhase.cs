namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>The phases of a balancer's term.</summary>
public enum BalancerPhase
{
    /// <summary>Asks the nodes which substations they host, and which epochs those substations have seen.</summary>
    Gathering,

    /// <summary>Has chosen an epoch, and waits until the substations have sent their sessions.</summary>
    Claiming,

    /// <summary>Places requests.</summary>
    Serving,

    /// <summary>
    /// A newer balancer serves. This one pauses for <see cref="BalancerSettings.FencedPause"/>, in which the cluster
    /// stops it if it has been replaced. Then it starts a new term, without asking whether the newer one still runs.
    /// </summary>
    Fenced,
}
