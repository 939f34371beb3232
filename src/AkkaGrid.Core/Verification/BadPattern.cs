namespace AkkaGrid.Core.Verification;

/// <summary>
/// What a consistent history does not show. The first six are those of A. Bouajjani, C. Enea, R. Guerraoui and J.
/// Hamza, "On verifying causal consistency" (POPL 2017) for CC and CCv, with their names.
/// </summary>
public enum BadPattern
{
    /// <summary>An operation is its own cause.</summary>
    CyclicCO,

    /// <summary>A read finds nothing at a key although a write of it is among its causes.</summary>
    WriteCOInitRead,

    /// <summary>A read returns what nobody wrote.</summary>
    ThinAirRead,

    /// <summary>A read returns what was overwritten among its causes.</summary>
    WriteCORead,

    /// <summary>No single order of concurrent writes explains all that was read.</summary>
    CyclicCF,

    /// <summary>A read of many keys returns what never stood side by side.</summary>
    FracturedRead,

    /// <summary>A read returns what a refused write was to write.</summary>
    AbortedRead,

    /// <summary>Two updates have the same dot.</summary>
    ReusedDot,

    /// <summary>Two replicas differ after everything had settled.</summary>
    Divergence,
}
