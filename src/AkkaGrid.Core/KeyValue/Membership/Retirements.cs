using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>The requests to retire a member that wait until all members in reach know of it.</summary>
internal sealed class Retirements
{
    private readonly List<(ulong RequestId, Member Retired)> _open = [];

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
    public void Add(ulong requestId, Member retired) => _open.Add((requestId, retired));

    /// <summary>
    /// Takes out the requests that this replica has on disk, and that all members in reach have announced.
    /// </summary>
    /// <param name="set">The set on disk.</param>
    /// <param name="reachable">The members in reach.</param>
    public IReadOnlyList<ulong> Completed(ReplicaSet set, IEnumerable<Peer> reachable)
    {
        if (_open.Count == 0)
            return [];
        ReplicaSet[] sets = [set, .. reachable.Select(peer => peer.Latest?.View.Set ?? ReplicaSet.Empty)];
        var completed = _open.Where(open =>
            Array.TrueForAll(sets, known => open.Retired.CompareTo(known.Find(open.Retired.Name)) <= 0)).ToList();
        foreach (var request in completed)
            _open.Remove(request);
        return [.. completed.Select(request => request.RequestId)];
    }
}
