using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// The versions of one key at one replica: one, or several that were written without knowing of each other (siblings).
/// Immutable.
/// </summary>
/// <remarks>
/// N. Preguiça et al., "Dotted version vectors: logical clocks for optimistic replication" (2010), with the clock that
/// an update depends on as its context.
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

    /// <summary>The versions besides the winner.</summary>
    public IEnumerable<KeyVersion> Siblings => Versions.Skip(1);

    /// <summary>The updates that made the versions.</summary>
    public IEnumerable<Dot> Dots => Versions.Select(version => version.Dot);

    /// <summary>What a client has seen that has read the set.</summary>
    public CausalContext Seen => _seen ??= Versions.Length == 1 ? CausalContext.Empty.With(Versions[0].Dot) : CausalContext.Of(Dots);

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
    /// The set after an update is delivered: its version replaces all that its replica had delivered, and stands beside
    /// the rest.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="mutation">What it does to the key.</param>
    /// <param name="folds">The incarnations that dependencies need not name any more.</param>
    public VersionSet After(Update update, Mutation mutation, Folds folds)
    {
        var version = new KeyVersion(update.Dot, update.Restates?.Timestamp ?? update.Timestamp, mutation.Value)
        {
            Originals = [.. update.Restates?.Originals.Select(original => original.Dot) ?? []],
        };
        foreach (var held in Versions)
        {
            if (!IsReplaced(held))
                return Of(Versions.Where(other => !IsReplaced(other)).Append(version));
        }

        return new VersionSet([version]);

        bool IsReplaced(KeyVersion held) => update.Saw(held.Dot, folds)
            || (mutation.Revives && held.Value is null && update.CameAfter(held.Dot, folds));
    }

    /// <summary>
    /// The set of a replica that takes over another's state: a version that one side lacks although its clock covers it
    /// was replaced there, and goes.
    /// </summary>
    /// <param name="delivered">What this side has delivered.</param>
    /// <param name="other">The versions of the other side.</param>
    /// <param name="otherDelivered">What the other side has delivered.</param>
    public VersionSet Merge(Coverage delivered, VersionSet other, Coverage otherDelivered)
    {
        var ours = Dots.ToHashSet();
        var theirs = other.Dots.ToHashSet();
        return Of(
            Versions.Where(version => theirs.Contains(version.Dot) || !otherDelivered.Covers(version.Dot))
                .Concat(other.Versions.Where(version => !ours.Contains(version.Dot) && !delivered.Covers(version.Dot))));
    }

    /// <inheritdoc/>
    public bool Equals(VersionSet? other) => other is not null && Versions.SequenceEqual(other.Versions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Dots.Aggregate(0, HashCode.Combine);
}
