namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>What a page of an answer changes about the claim on its substation.</summary>
internal enum ClaimProgress
{
    /// <summary>The substation is not claimed: pages are missing, or its host has not announced it.</summary>
    Partial,

    /// <summary>The substation has sent all its sessions, and is claimed.</summary>
    Complete,

    /// <summary>
    /// It was claimed before. Its reports describe it since then, and what is under way to it is known here only.
    /// </summary>
    Repeated,

    /// <summary>Another reachable node owns a substation of this name.</summary>
    Conflict,
}
