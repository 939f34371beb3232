namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>How a page of an answer advances the claim on its substation.</summary>
internal enum ClaimProgress
{
    /// <summary>The substation is not claimed: pages are missing, or its host has not announced it.</summary>
    Partial,

    /// <summary>The substation has sent all its sessions, and is claimed.</summary>
    Complete,

    /// <summary>
    /// The substation was claimed before. Its reports describe it since then, and only this balancer knows the
    /// reservations that it has not applied yet.
    /// </summary>
    Repeated,

    /// <summary>Another reachable node owns a substation of this name.</summary>
    Conflict,
}
