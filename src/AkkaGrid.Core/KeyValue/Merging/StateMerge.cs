using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Merging;

/// <summary>
/// Merges the states of two replicas, key by key: no version is lost that is not overwritten by a write that knew it. What may
/// be concurrent to a tombstone that one side has collected is reissued by the replica that merges.
/// </summary>
/// <remarks>
/// The rules, and why they hold: docs/consistency.md, docs/decisions/exact-clocks.md. The merge is that of optimized
/// observed-remove sets: A. Bieniusa et al., "An optimized conflict-free replicated set" (2012).
/// </remarks>
public sealed class StateMerge
{
    private readonly ReplicaCut _here;
    private readonly ReplicaCut _there;
    private readonly VectorClock _joined;
    private readonly HybridTimestamp _timestamp;
    private readonly bool _isOneClock;

    /// <summary>Begins a merge, or goes on with one that was interrupted.</summary>
    /// <param name="here">The cut of the replica that merges.</param>
    /// <param name="there">The cut of the other.</param>
    /// <param name="last">The last dot of the replica that merges: reissued versions get those that follow.</param>
    public StateMerge(ReplicaCut here, ReplicaCut there, Dot last)
    {
        (_here, _there, Last) = (here, there, last);
        _isOneClock = here.Clock.Equals(there.Clock);
        _joined = here.Clock.Join(there.Clock);
        _timestamp = HybridTimestamp.Max(here.Timestamp, there.Timestamp).Next(default);
    }

    /// <summary>The last dot that the merging replica has used by now.</summary>
    public Dot Last { get; private set; }

    /// <summary>The cut after the merge, once all keys are merged.</summary>
    public ReplicaCut Merged => new(_joined.With(Last), _here.Horizon.Join(_there.Horizon), _timestamp);

    /// <summary>
    /// The versions of a key after the merge. Between two replicas of one clock a difference can only be a fault: what either
    /// holds stays.
    /// </summary>
    /// <param name="mine">The versions here.</param>
    /// <param name="theirs">The versions of the other side.</param>
    public VersionSet Merge(VersionSet mine, VersionSet theirs)
    {
        var kept = new List<(KeyVersion Version, bool IsReissued)>();
        foreach (var version in mine.Versions)
        {
            if (Find(theirs, version.Identity) is { } other)
                kept.Add((Same(version, other), false));
            else if (Stays(version, _there.Clock))
                kept.Add((version, !version.Dependencies.Covers(_there.Horizon)));
        }

        foreach (var version in theirs.Versions)
        {
            if (Find(mine, version.Identity) is null && Stays(version, _here.Clock))
                kept.Add((version, !version.Dependencies.Covers(_here.Horizon)));
        }

        return !_isOneClock && kept.Exists(one => one.IsReissued)
            ? Reissue(kept)
            : VersionSet.Of(kept.Select(one => one.Version));
    }

    /// <summary>Whether a version stays that the other side lacks: it was not overwritten there, for the other's clock does not cover it.</summary>
    private bool Stays(KeyVersion version, VectorClock other) => !other.Covers(version.Identity) || (_isOneClock && version.Value is not null);

    /// <summary>One version under two names: the greater stays.</summary>
    private static KeyVersion Same(KeyVersion one, KeyVersion other)
    {
        var greater = one.CompareTo(other) >= 0 ? one : other;
        return ReferenceEquals(one.Dependencies, other.Dependencies) ? greater : greater with { Dependencies = one.Dependencies.Join(other.Dependencies) };
    }

    private static KeyVersion? Find(VersionSet versions, Dot identity)
    {
        foreach (var version in versions.Versions)
        {
            if (version.Identity == identity)
                return version;
        }

        return null;
    }

    /// <summary>
    /// In ascending order, so that reissued versions keep their order among themselves; tombstones first, because a live version that
    /// is reissued knows them from then on, and shows wherever they have been collected.
    /// </summary>
    private VersionSet Reissue(List<(KeyVersion Version, bool IsReissued)> kept)
    {
        var winner = kept.Max(one => one.Version)!;
        kept = [.. kept.OrderBy(one => one.Version.Value is not null).ThenBy(one => one.Version)];
        return VersionSet.Of(kept.Select(one => one.IsReissued ? Reissued(one.Version, winner) : one.Version).ToImmutableArray());
    }

    private KeyVersion Reissued(KeyVersion version, KeyVersion winner)
    {
        Last = Last with { Sequence = Last.Sequence + 1 };
        var losesToLive = winner.Value is not null && winner != version;
        var reissued = version with { Dot = Last, Timestamp = losesToLive ? version.Timestamp : _timestamp, Dependencies = _joined };
        return Same(reissued, version with { Dependencies = _joined });
    }
}
