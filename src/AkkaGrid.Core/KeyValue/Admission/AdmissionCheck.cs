using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Admission;

/// <summary>
/// Decides when a replica that starts on an empty disk may take writes: once it has merged with a member, or once a
/// majority of the configured seeds has met, none of which may take writes, and it has what those have. A disk with
/// anything on it is admitted at once.
/// </summary>
/// <param name="isAdmitted">Whether the disk has anything on it.</param>
/// <param name="isSeed">Whether this replica is a configured seed.</param>
/// <param name="seeds">How many seeds are configured.</param>
internal sealed class AdmissionCheck(bool isAdmitted, bool isSeed, int seeds)
{
    private readonly SortedDictionary<ReplicaId, Contact> _contacts = [];

    /// <summary>Whether the replica may take writes.</summary>
    public bool IsAdmitted { get; private set; } = isAdmitted || (isSeed && seeds == 1);

    /// <summary>The members whose state this replica has yet to take over: any one of them admits it.</summary>
    public ImmutableArray<ReplicaId> Awaited => [.. Admitted.Select(contact => contact.Start.Replica)];

    /// <summary>The other seeds that it has met, and that await admission too.</summary>
    public ImmutableArray<ReplicaId> EmptySeeds =>
        [.. _contacts.Values.Where(contact => contact is { IsSeed: true, IsAdmitted: false })
            .Select(contact => contact.Start.Replica)];

    private IEnumerable<Contact> Admitted => _contacts.Values.Where(contact => contact.IsAdmitted);

    /// <summary>Hears of a member. What an earlier start of it had says nothing of this one.</summary>
    public void Observe(ClockAnnouncement announcement)
    {
        var (start, isMember) = (announcement.From, !announcement.View.AwaitsAdmission);
        if (!_contacts.TryGetValue(start.Replica, out var first)
            || first.Start != start
            || (isMember && !first.IsAdmitted))
            _contacts[start.Replica] = new Contact(start, announcement.Clock, isMember, announcement.View.IsSeed);
    }

    /// <summary>Looks whether the replica may be admitted by now.</summary>
    /// <param name="durable">What it has on disk.</param>
    /// <param name="set">
    /// The replica set: a member that was retired, or is another start by now, is not waited for.
    /// </param>
    /// <returns>Whether it is admitted now, and was not before.</returns>
    public bool Update(VectorClock durable, ReplicaSet set)
    {
        if (IsAdmitted)
            return false;
        foreach (var gone in Admitted.Where(contact => !set.IsCurrent(contact.Start)).ToList())
            _contacts.Remove(gone.Start.Replica);
        IsAdmitted = Admitted.Any() ? Admitted.Any(contact => durable.Covers(contact.Clock)) : HasMetMajority(durable);
        return IsAdmitted;
    }

    /// <summary>
    /// A seed that awaits admission may hold a part of what it has yet to take over: it counts once that is here too.
    /// </summary>
    private bool HasMetMajority(VectorClock durable) =>
        _contacts.Values.Count(contact => contact.IsSeed && durable.Covers(contact.Clock)) + (isSeed ? 1 : 0)
            > seeds / 2;

    /// <summary>
    /// What a start of a member announced at the first contact, or when it was first heard to be admitted.
    /// </summary>
    private sealed record Contact(Incarnation Start, VectorClock Clock, bool IsAdmitted, bool IsSeed);
}
