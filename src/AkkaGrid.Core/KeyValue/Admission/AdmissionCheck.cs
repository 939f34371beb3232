using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Admission;

/// <summary>
/// Decides when a replica that started on an empty disk may take writes: once it has merged the state of an admitted
/// member, or once a majority of the configured seeds has met, all of them empty, and it has everything that they
/// announced. A disk with data is admitted at once.
/// </summary>
/// <param name="isAdmitted">Whether the disk holds any data.</param>
/// <param name="isSeed">Whether this replica is a configured seed.</param>
/// <param name="seeds">How many seeds are configured.</param>
internal sealed class AdmissionCheck(bool isAdmitted, bool isSeed, int seeds)
{
    private readonly SortedDictionary<ReplicaId, Contact> _contacts = [];

    /// <summary>Whether the replica may take writes.</summary>
    public bool IsAdmitted { get; private set; } = isAdmitted || (isSeed && seeds == 1);

    /// <summary>The admitted members that it has met: the state of any one of them admits this replica.</summary>
    public ImmutableArray<ReplicaId> Awaited => [.. Admitted.Select(contact => contact.Start.Replica)];

    /// <summary>The other seeds that it has met and that also await admission.</summary>
    public ImmutableArray<ReplicaId> EmptySeeds =>
        [.. _contacts.Values.Where(contact => contact is { IsSeed: true, IsAdmitted: false })
            .Select(contact => contact.Start.Replica)];

    private IEnumerable<Contact> Admitted => _contacts.Values.Where(contact => contact.IsAdmitted);

    /// <summary>
    /// Records the announcement of a member. A new start of a member replaces what its earlier start announced.
    /// </summary>
    public void Observe(ClockAnnouncement announcement)
    {
        var (start, isMember) = (announcement.From, !announcement.View.AwaitsAdmission);
        if (!_contacts.TryGetValue(start.Replica, out var first)
            || first.Start != start
            || (isMember && !first.IsAdmitted))
            _contacts[start.Replica] = new Contact(start, announcement.Clock, isMember, announcement.View.IsSeed);
    }

    /// <summary>Checks whether the replica can be admitted now.</summary>
    /// <param name="durable">The replica's clock on disk.</param>
    /// <param name="set">
    /// The replica set: a member that was retired, or has started again since, no longer counts.
    /// </param>
    /// <returns>Whether this call admitted it.</returns>
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
    /// An empty seed may still hold a part of the state: it counts once this replica has what that seed announced.
    /// </summary>
    private bool HasMetMajority(VectorClock durable) =>
        _contacts.Values.Count(contact => contact.IsSeed && durable.Covers(contact.Clock)) + (isSeed ? 1 : 0)
            > seeds / 2;

    /// <summary>
    /// What a member's start announced at the first contact, or in the first announcement that it made as an admitted
    /// member.
    /// </summary>
    private sealed record Contact(Incarnation Start, VectorClock Clock, bool IsAdmitted, bool IsSeed);
}
