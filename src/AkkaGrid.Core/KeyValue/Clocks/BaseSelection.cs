using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Clocks;

/// <summary>
/// Chooses the base with which a replica writes its clock: the entries of starts that are no longer current members,
/// where all active members have the same number. A base is prepared first, and used once all reachable members have
/// prepared the same one. Safety does not depend on the choice.
/// </summary>
/// <param name="bases">The bases that this replica knows.</param>
internal sealed class BaseSelection(ClockBases bases)
{
    /// <summary>The base that this replica is ready to use.</summary>
    public ClockBase Prepared { get; private set; } = ClockBase.Empty;

    /// <summary>Continues from the base in use.</summary>
    public void Load(ClockBase used) => Prepared = bases.Add(used);

    /// <summary>Prepares the base of the entries that all members agree on now.</summary>
    /// <param name="clock">This replica's clock.</param>
    /// <param name="set">The replica set.</param>
    /// <param name="others">The clocks of all other active members.</param>
    public void Prepare(VectorClock clock, ReplicaSet set, IReadOnlyCollection<VectorClock> others)
    {
        var agreed = clock.Entries
            .Where(entry => !set.IsCurrent(entry.Origin) && others.All(other => other[entry.Origin] == entry.Sequence))
            .ToList();
        var current = clock.Base.Entries.Select(entry => entry.Origin).Where(set.IsCurrent);
        Prepared = bases.Add(
            clock.Base.With(agreed.Where(entry => clock.Base[entry.Origin] != entry.Sequence)).Without(current));
    }

    /// <summary>Whether the prepared base can be used now.</summary>
    /// <param name="clock">The clock that is to be written with it.</param>
    /// <param name="prepared">The names of the bases that the reachable members have prepared.</param>
    public bool IsDue(VectorClock clock, IEnumerable<ulong> prepared) =>
        !ReferenceEquals(Prepared, clock.Base) && clock.Covers(Prepared) && prepared.All(name => name == Prepared.Name);
}
