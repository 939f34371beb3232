using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A node that may host substations, and how far the claim on them has come.</summary>
/// <param name="address">Where it is.</param>
/// <param name="isSeed">Whether it belongs to the configured seeds.</param>
internal sealed class HostClaim(NodeAddress address, bool isSeed)
{
    public NodeAddress Address { get; } = address;

    public bool IsSeed { get; } = isSeed;

    public bool IsReachable { get; set; } = true;

    /// <summary>The substations that it has announced; null before it has.</summary>
    public IReadOnlyList<SubstationId>? Substations { get; set; }

    /// <summary>When it was last asked for something that it has not answered; null for never.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>The pages of the substations that have not sent all of them.</summary>
    public Dictionary<SubstationId, ClaimPages> Pages { get; } = [];

    /// <summary>The substations of this node whose name another reachable node owns.</summary>
    public HashSet<SubstationId> Conflicts { get; } = [];

    /// <summary>Forgets what it has answered: a new term asks again.</summary>
    public void Restart()
    {
        Substations = null;
        AskedAt = null;
        Pages.Clear();
        Conflicts.Clear();
    }
}
