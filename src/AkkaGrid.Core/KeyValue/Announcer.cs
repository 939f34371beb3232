using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Admission;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Announces a replica to the others: what it has on disk, and whom it counts as members.</summary>
/// <param name="self">The replica.</param>
/// <param name="isSeed">Whether it is a configured seed.</param>
/// <param name="membership">The replica set.</param>
/// <param name="admission">Whether the replica takes writes.</param>
/// <param name="compression">The bases that it has prepared.</param>
internal sealed class Announcer(
    Incarnation self, bool isSeed, OwnMembership membership, AdmissionCheck admission, ClockCompression compression)
{
    /// <summary>The announcements of a turn, to be made once it is on disk: to all members, or to those that wait for one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="state">The replica's state after it.</param>
    public IEnumerable<ReplicaEffect> Announce(OpenTurn turn, ReplicaState state)
    {
        if (turn.AnnouncesToAll)
            return [new Broadcast(Of(state))];
        return turn.Clocks.Count == 0 ? [] : turn.Clocks.Select(peer => new Send(peer, Of(state)));
    }

    private ClockAnnouncement Of(ReplicaState state) => new(self, state.Clock, new MembershipView(membership.Set, state.Horizon)
    {
        AwaitsAdmission = !admission.IsAdmitted,
        IsSeed = isSeed,
        ClockBase = compression.PreparedClockBase,
        HorizonBase = compression.PreparedHorizonBase,
        Digest = state.Digest.Total,
    });
}
