using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Admission;
using AkkaGrid.Core.KeyValue.Clocks;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Announces the replica's durable clock and its membership view to the other members.</summary>
/// <param name="self">The replica.</param>
/// <param name="isSeed">Whether it is a configured seed.</param>
/// <param name="membership">The replica set.</param>
/// <param name="peers">The other members, with what each has announced.</param>
/// <param name="admission">Whether the replica takes writes.</param>
/// <param name="compression">The clock bases that it has prepared.</param>
internal sealed class Announcer(
    Incarnation self,
    bool isSeed,
    OwnMembership membership,
    PeerTable peers,
    AdmissionCheck admission,
    ClockCompression compression)
{
    /// <summary>
    /// The announcements of a turn, sent once it is on disk: to all members, or to those that wait for one.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="state">The replica's state after it.</param>
    /// <param name="tick">The current tick: it numbers the announcement.</param>
    public IEnumerable<ReplicaEffect> Announce(OpenTurn turn, ReplicaState state, long tick)
    {
        if (turn.AnnouncesToAll)
            return [new Broadcast(Of(state, tick))];
        return turn.Clocks.Count == 0 ? [] : turn.Clocks.Select(peer => new Send(peer, Of(state, tick)));
    }

    private ClockAnnouncement Of(ReplicaState state, long tick) =>
        new(self, state.Clock, new MembershipView(membership.Set, state.Horizon)
        {
            AwaitsAdmission = !admission.IsAdmitted,
            IsSeed = isSeed,
            ClockBase = compression.PreparedClockBase,
            HorizonBase = compression.PreparedHorizonBase,
            Round = (ulong)tick,
            Heard = VectorClock.Of(
                peers.Active.Where(peer => peer.Round > 0).Select(peer => new Dot(peer.Incarnation, peer.Round))),
            Digest = state.Digest.Total,
        });
}
