using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Merging;

/// <summary>
/// Merges the states of two replicas, key by key: a version is dropped only if a write that knew it has overwritten it.
/// The merging replica reissues versions that may be concurrent to a tombstone that one side has collected.
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
    private readonly HybridTimestamp _lastDelete;
    private readonly bool _isOneClock;

    /// <summary>Begins a merge, or resumes one that was interrupted.</summary>
    /// <param name="here">The cut of the replica that merges.</param>
    /// <param name="there">The cut of the other replica.</param>
    /// <param name="last">The last dot of the replica that merges: reissued versions get the dots that follow.</param>
    public StateMerge(ReplicaCut here, ReplicaCut there, Dot last)
    {
        (_here, _there, Last) = (here, there, last);
        _isOneClock = here.Clock.Equals(there.Clock);
        _joined = here.Clock.Join(there.Clock);
        _timestamp = HybridTimestamp.Max(here.Timestamp, there.Timestamp).Next(default);
        _lastDelete = HybridTimestamp.Max(here.LastDelete, there.LastDelete);
    }

    /// <summary>The last dot that the merging replica has used so far.</summary>
    public Dot Last { get; private set; }

    /// <summary>The cut after the merge, once all keys are merged.</summary>
    public ReplicaCut Merged => new(_joined.With(Last), _here.Horizon.Join(_there.Horizon), _timestamp, _lastDelete);

    /// <summary>
    /// The versions of a key after the merge. Between two replicas with equal clocks a difference is always a fault:
    /// every version of either side stays. Where the winner goes back, the merge uses a dot that names no update: it is
    /// in no log, so each watcher of either replica finds a gap and reads everything again.
    /// </summary>
    /// <param name="mine">The versions here.</param>
    /// <param name="theirs">The versions of the other side.</param>
    public VersionSet Merge(VersionSet mine, VersionSet theirs)
    {
        var merged = MergeVersions(mine, theirs);
        if (merged.GoesBackFrom(mine) || merged.GoesBackFrom(theirs))
            Last = Last.Next;
        return merged;
    }

    private VersionSet MergeVersions(VersionSet mine, VersionSet theirs)
    {
        var kept = new List<(KeyVersion Version, bool IsReissued)>();
        foreach (var version in mine.Versions)
        {
            if (Find(theirs, version.Identity) is { } other)
                kept.Add((Same(version, other), false));
            else if (Stays(version, _there.Clock))
                kept.Add((version, MustBeReissued(version, _there.Horizon)));
        }

        foreach (var version in theirs.Versions)
        {
            if (Find(mine, version.Identity) is null && Stays(version, _here.Clock))
                kept.Add((version, MustBeReissued(version, _here.Horizon)));
        }

        return !_isOneClock && kept.Exists(one => one.IsReissued)
            ? Reissue(kept)
            : VersionSet.Of(kept.Select(one => one.Version));
    }

    /// <summary>
    /// Whether a version that the other side lacks stays: if the other's clock does not cover it, no write there has
    /// overwritten it.
    /// </summary>
    private bool Stays(KeyVersion version, VectorClock other) => _isOneClock || !other.Covers(version.Identity);

    /// <summary>Of one version under two names, the greater stays.</summary>
    private static KeyVersion Same(KeyVersion one, KeyVersion other)
    {
        var greater = one.CompareTo(other) >= 0 ? one : other;
        return ReferenceEquals(one.Causes, other.Causes)
            ? greater
            : greater with { Causes = one.Causes.Join(other.Causes) };
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
    /// Whether a version that one side lacked may be concurrent to a tombstone that this side has collected. A
    /// tombstone keeps its name and its timestamp: with a new one it would win at replicas that hold it, and be missing
    /// where it was collected.
    /// </summary>
    private static bool MustBeReissued(KeyVersion version, VectorClock horizon) =>
        version.Value is not null && !version.Dependencies.Covers(horizon);

    /// <summary>
    /// Reissues versions in ascending order, and also each live version that a reissued one would overtake: so all live
    /// versions of the key keep their order.
    /// </summary>
    private VersionSet Reissue(List<(KeyVersion Version, bool IsReissued)> kept)
    {
        kept.Sort((one, other) => one.Version.CompareTo(other.Version));
        var after = ImmutableArray.CreateBuilder<KeyVersion>(kept.Count);
        KeyVersion? last = null;
        foreach (var (version, isReissued) in kept)
        {
            if (isReissued || (version.Value is not null && version.CompareTo(last) < 0))
                after.Add(last = Reissued(version));
            else
                after.Add(version);
        }

        return VersionSet.Of(after);
    }

    /// <summary>
    /// A version with the joined clock as its dependencies claims to know every tombstone below that clock. So it must
    /// win over each of them that any replica still holds: its timestamp exceeds those of all tombstones that either
    /// side has ever held.
    /// </summary>
    private KeyVersion Reissued(KeyVersion version)
    {
        Last = Last.Next;
        var reissued = version with
        {
            Dot = Last,
            Timestamp = HybridTimestamp.Max(version.Timestamp, _lastDelete.Next(default)),
            Causes = _joined,
        };
        return Same(reissued, version with { Causes = _joined });
    }
}
