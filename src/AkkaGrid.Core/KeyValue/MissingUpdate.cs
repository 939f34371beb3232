using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>An update that a causal context names and that is not on disk.</summary>
/// <param name="Nonce">The nonce of its incarnation; the name of a clock base where the sequence is 0.</param>
/// <param name="Sequence">Its sequence in that incarnation.</param>
/// <param name="Origin">The incarnation; null where this replica does not know the nonce.</param>
public readonly record struct MissingUpdate(ulong Nonce, ulong Sequence, Incarnation? Origin)
{
    /// <inheritdoc/>
    public override string ToString() => (Origin, Sequence) switch
    {
        ({ } origin, _) => new Dot(origin, Sequence).ToString(),
        (null, 0) => $"{Nonce:x16} (a clock base that is not known here)",
        _ => $"{Nonce:x16}:{Sequence} (an incarnation that is not known here)",
    };
}
