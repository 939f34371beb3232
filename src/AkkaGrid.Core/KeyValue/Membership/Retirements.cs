using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>The requests to retire a member that wait until the set has agreed on its last updates.</summary>
internal sealed class Retirements
{
    private readonly List<(ulong RequestId, ReplicaId Name)> _open = [];

    /// <summary>Why a member may not be retired; null where it may.</summary>
    /// <param name="member">The member; null where there is none of the name.</param>
    /// <param name="self">The replica that is asked.</param>
    /// <param name="set">The replica set.</param>
    /// <param name="reachable">The members that can be reached.</param>
    /// <param name="isForced">Whether no majority is asked for.</param>
    public static RetireRefusal? Judge(
        Member? member, ReplicaId self, ReplicaSet set, IReadOnlySet<ReplicaId> reachable, bool isForced)
    {
        if (member is null)
            return RetireRefusal.Unknown;
        if (member.Name == self)
            return RetireRefusal.Self;
        if (member.IsActive && reachable.Contains(member.Name))
            return RetireRefusal.Live;
        var present = 1 + set.Active.Count(other => other.Name != self && reachable.Contains(other.Name));
        return isForced || present > set.ActiveCount / 2 ? null : RetireRefusal.NoMajority;
    }

    /// <summary>Lets a request wait.</summary>
    public void Add(ulong requestId, ReplicaId name) => _open.Add((requestId, name));

    /// <summary>
    /// Takes out the requests whose member has no entry in the clock any more, but for one with which it has come back.
    /// </summary>
    public IReadOnlyList<ulong> Completed(VectorClock clock, ReplicaSet set)
    {
        if (_open.Count == 0)
            return [];
        var completed = _open.Where(open => clock.Roster.Members.All(origin => origin.Replica != open.Name || set.IsCurrent(origin))).ToList();
        foreach (var request in completed)
            _open.Remove(request);
        return [.. completed.Select(request => request.RequestId)];
    }
}
