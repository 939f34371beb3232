using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// On how many disks a session's record must be before its substation counts on it: on a majority where there are three replicas or more, and on
/// the node's own disk where a majority cannot be reached.
/// </summary>
/// <param name="Replicas">The replicas of the set, the node's own included.</param>
/// <param name="Reachable">Those of them that can be reached, the node's own included.</param>
public readonly record struct SessionConcern(int Replicas, int Reachable)
{
    private const int MinForMajority = 3;

    /// <summary>Whether a majority is to have the record.</summary>
    public bool IsMajorityExpected => Replicas >= MinForMajority;

    /// <summary>The concern to write with.</summary>
    public WriteConcern WriteConcern =>
        IsMajorityExpected && Reachable > Replicas / 2 ? WriteConcern.Majority : WriteConcern.Local;
}
