using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>A write that reached its concern.</summary>
/// <param name="Dot">The update that it became.</param>
/// <param name="Causes">What the replica had delivered of others before it.</param>
/// <param name="Context">The request's context, joined with the write.</param>
public sealed record WriteResult(Dot Dot, VectorClock Causes, CausalContext Context)
{
    /// <summary>
    /// The concern that it reached: of <see cref="WriteConcern.MajorityElseLocal"/>, which of the two.
    /// </summary>
    public WriteConcern Concern { get; init; }

    /// <summary>Whether a majority was wanted and too few replicas can be reached for one.</summary>
    public bool IsReduced { get; init; }

    /// <summary>The clock of the replica with it.</summary>
    public VectorClock Clock => Causes.With(Dot);
}
