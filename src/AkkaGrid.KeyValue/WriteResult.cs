using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue;

/// <summary>A write that reached its concern.</summary>
/// <param name="Dot">The update that it became.</param>
/// <param name="Causes">What the replica had delivered of others before it.</param>
/// <param name="Context">The request's context, joined with the write.</param>
public sealed record WriteResult(Dot Dot, VectorClock Causes, CausalContext Context)
{
    /// <summary>The clock of the replica with it.</summary>
    public VectorClock Clock => Causes.With(Dot);
}
