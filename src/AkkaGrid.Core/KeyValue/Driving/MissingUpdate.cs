using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>An update that a causal context names and that is not on disk.</summary>
/// <param name="Nonce">The random bits of its incarnation.</param>
/// <param name="Sequence">Its sequence there.</param>
/// <param name="Origin">The incarnation; null where its random bits are not known here.</param>
public readonly record struct MissingUpdate(ulong Nonce, ulong Sequence, Incarnation? Origin)
{
    /// <inheritdoc/>
    public override string ToString() => Origin is { } origin
        ? new Dot(origin, Sequence).ToString()
        : $"{Nonce:x16}:{Sequence} (an incarnation that is not known here)";

    /// <summary>Names entries of a context as far as a state knows their incarnations.</summary>
    internal static ImmutableArray<MissingUpdate> Of(IEnumerable<KeyValuePair<ulong, ulong>> entries, ReplicaState state) =>
        [.. entries.Select(entry => new MissingUpdate(entry.Key, entry.Value, Find(entry.Key, state)))];

    private static Incarnation? Find(ulong nonce, ReplicaState state)
    {
        if (state.Folds.TryGet(nonce, out var fold))
            return fold.Incarnation;
        foreach (var incarnation in state.Clock.Roster.Members.Concat(state.Set.Newest.Values))
        {
            if (incarnation.Nonce == nonce)
                return incarnation;
        }

        return null;
    }
}
