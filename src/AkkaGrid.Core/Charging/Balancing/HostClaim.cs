using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A node that may host substations, and the progress of the claim on them.</summary>
/// <param name="address">The node's address.</param>
/// <param name="isSeed">Whether it belongs to the configured seeds.</param>
internal sealed class HostClaim(NodeAddress address, bool isSeed)
{
    public NodeAddress Address { get; } = address;

    public bool IsSeed { get; } = isSeed;

    public bool IsReachable { get; set; } = true;

    /// <summary>The substations that it has announced; null before its announcement.</summary>
    public IReadOnlyList<SubstationId>? Substations { get; set; }

    /// <summary>When it was last sent a request that it has not answered; null for never.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>The pages received from each substation that has not sent all of them.</summary>
    public Dictionary<SubstationId, ClaimPages> Pages { get; } = [];

    /// <summary>The substations of this node whose name belongs to a substation of another reachable node.</summary>
    public HashSet<SubstationId> Conflicts { get; } = [];

    /// <summary>Clears its answers: a new term asks again.</summary>
    public void Restart()
    {
        Substations = null;
        AskedAt = null;
        Pages.Clear();
        Conflicts.Clear();
    }
}
