using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// The versions of one key at one replica: one, or several that were written without knowing of each other (siblings).
/// Immutable.
/// </summary>
/// <remarks>
/// N. Preguiça et al., "Dotted version vectors: logical clocks for optimistic replication" (2010). The context is the
/// clock of an update's dependencies.
/// </remarks>
public sealed class VersionSet : IEquatable<VersionSet>
{
    /// <summary>The versions of a key that was never written.</summary>
    public static readonly VersionSet Empty = new([]);

    private CausalContext? _seen;

    private VersionSet(ImmutableArray<KeyVersion> versions) => Versions = versions;

    /// <summary>The versions, the winner first.</summary>
    public ImmutableArray<KeyVersion> Versions { get; }

    /// <summary>Whether there is no version at all, not even a tombstone.</summary>
    public bool IsEmpty => Versions.IsEmpty;

    /// <summary>The version that reads return, the same at every replica that holds the same versions.</summary>
    public KeyVersion? Winner => Versions.IsEmpty ? null : Versions[0];

    /// <summary>
    /// The value that reads return; null where the winner is a tombstone, or the key was never written.
    /// </summary>
    public Value? Value => Winner?.Value;

    /// <summary>The versions besides the winner.</summary>
    public IEnumerable<KeyVersion> Siblings => Versions.Skip(1);

    /// <summary>The names of the versions.</summary>
    public IEnumerable<Dot> Dots => Versions.Select(version => version.Dot);

    /// <summary>The causal context of a client that has read the set.</summary>
    public CausalContext Seen =>
        _seen ??= Versions.Length == 1 ? CausalContext.Empty.With(Versions[0].Dot) : CausalContext.Of(Dots);

    /// <summary>A set of one version.</summary>
    public static VersionSet Of(KeyVersion version) => new([version]);

    /// <summary>A set of given versions.</summary>
    public static VersionSet Of(params IEnumerable<KeyVersion> versions)
    {
        ImmutableArray<KeyVersion> all = [.. versions];
        return all.Length switch
        {
            0 => Empty,
            1 => new VersionSet(all),
            _ => new VersionSet([.. all.OrderDescending()]),
        };
    }

    /// <summary>
    /// The set after a delivery: the new version replaces all versions that its update knew, and is added to the
    /// others.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="mutation">The change of this key in the update.</param>
    public VersionSet After(Update update, Mutation mutation)
    {
        var version = update.VersionOf(mutation);
        foreach (var held in Versions)
        {
            if (!update.Knew(held.Identity))
                return Of(Versions.Where(other => !update.Knew(other.Identity)).Append(version));
        }

        return new VersionSet([version]);
    }

    /// <summary>
    /// Whether this set has a lesser winner than the set before it, or none, although that winner was reissued. This
    /// happens where a write overwrites a version that it knew only by the version's first name.
    /// </summary>
    /// <param name="before">The set before.</param>
    public bool GoesBackFrom(VersionSet before) =>
        before.Winner is { IsReissued: true } winner && winner.CompareTo(Winner) > 0;

    /// <inheritdoc/>
    public bool Equals(VersionSet? other) => other is not null && Versions.SequenceEqual(other.Versions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Dots.Aggregate(0, HashCode.Combine);
}
