using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Membership;

/// <summary>
/// Decides whether a member may be retired, and completes the requests once all reachable members have announced the
/// retirement.
/// </summary>
internal sealed class Retirements
{
    private readonly List<(ulong RequestId, Member Retired)> _open = [];

    /// <summary>Why a member may not be retired; null where it may.</summary>
    /// <param name="member">The member; null where none has the name.</param>
    /// <param name="self">The replica that is asked.</param>
    /// <param name="set">The replica set.</param>
    /// <param name="reachable">The members that can be reached.</param>
    /// <param name="isForced">Whether the check for a majority is skipped.</param>
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

    /// <summary>Lets a request wait for its completion.</summary>
    public void Add(ulong requestId, Member retired) => _open.Add((requestId, retired));

    /// <summary>
    /// Removes and returns the requests whose retirement is on disk here and announced by all reachable members.
    /// </summary>
    /// <param name="set">The set on disk.</param>
    /// <param name="reachable">The reachable members.</param>
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
