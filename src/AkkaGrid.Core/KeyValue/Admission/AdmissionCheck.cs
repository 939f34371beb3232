using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Admission;

/// <summary>
/// Decides when a replica that starts on an empty disk may take writes: once it has merged with a member, or once a majority of
/// the configured seeds has met and all of them are empty. A disk with anything on it is admitted at once.
/// </summary>
/// <param name="isAdmitted">Whether the disk has anything on it.</param>
/// <param name="isSeed">Whether this replica is a configured seed.</param>
/// <param name="seeds">How many seeds are configured.</param>
internal sealed class AdmissionCheck(bool isAdmitted, bool isSeed, int seeds)
{
    private readonly SortedSet<ReplicaId> _emptySeeds = [];
    private readonly SortedDictionary<ReplicaId, (Incarnation Start, VectorClock Clock)> _targets = [];

    /// <summary>Whether the replica may take writes.</summary>
    public bool IsAdmitted { get; private set; } = isAdmitted || (isSeed && seeds == 1);

    /// <summary>The members whose state this replica has yet to take over: any one of them admits it.</summary>
    public ImmutableArray<ReplicaId> Awaited => [.. _targets.Keys];

    /// <summary>The other seeds that it has met, and that are empty too.</summary>
    public ImmutableArray<ReplicaId> EmptySeeds => [.. _emptySeeds];

    /// <summary>Hears of a member. What an earlier start of it had says nothing of this one.</summary>
    public void Observe(ClockAnnouncement announcement)
    {
        var start = announcement.From;
        if (_targets.TryGetValue(start.Replica, out var target) && target.Start != start)
            _targets.Remove(start.Replica);
        _emptySeeds.Remove(start.Replica);
        if (!announcement.View.AwaitsAdmission)
            _targets.TryAdd(start.Replica, (start, announcement.Clock));
        else if (announcement.View.IsSeed)
            _emptySeeds.Add(start.Replica);
    }

    /// <summary>Looks whether the replica may be admitted by now.</summary>
    /// <param name="durable">What it has on disk.</param>
    /// <param name="set">The replica set: a member that was retired, or is another start by now, is not waited for.</param>
    /// <returns>Whether it is admitted now, and was not before.</returns>
    public bool Update(VectorClock durable, ReplicaSet set)
    {
        if (IsAdmitted)
            return false;
        foreach (var gone in _targets.Where(target => !set.IsCurrent(target.Value.Start)).Select(target => target.Key).ToList())
            _targets.Remove(gone);
        var met = _emptySeeds.Count + (isSeed ? 1 : 0);
        IsAdmitted = _targets.Count > 0 ? _targets.Values.Any(target => durable.Covers(target.Clock)) : met > seeds / 2;
        return IsAdmitted;
    }
}
