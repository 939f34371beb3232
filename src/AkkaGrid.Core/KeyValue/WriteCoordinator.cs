using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Accepts the writes of a replica's own clients, and acknowledges each once as many replicas have it as its concern
/// requires.
/// </summary>
/// <param name="self">The replica.</param>
/// <param name="options">How many replicas are configured.</param>
/// <param name="turn">The current turn.</param>
/// <param name="delivery">Delivers the writes here.</param>
/// <param name="membership">The replica set.</param>
/// <param name="peers">The other members, with the updates that each has confirmed.</param>
internal sealed class WriteCoordinator(
    Incarnation self,
    ReplicaOptions options,
    OpenTurn turn,
    Delivery delivery,
    OwnMembership membership,
    PeerTable peers)
{
    // A majority of two is both: one failure would block every write.
    private const int MinForMajority = 3;

    private readonly PendingWrites _pending = new();

    /// <summary>Whether any write is pending.</summary>
    public bool AnyPending => _pending.Any;

    /// <summary>How many replicas are a majority, this one included.</summary>
    public int Majority => PendingWrites.Needed(WriteConcern.Majority, ReplicaCount);

    /// <summary>Majorities are counted of the known members, but never of fewer than are configured.</summary>
    private int ReplicaCount => Math.Max(membership.Set.ActiveCount, options.ExpectedReplicas);

    /// <summary>
    /// Whether <see cref="WriteConcern.MajorityElseLocal"/> stands for a majority, if one can be reached.
    /// </summary>
    private bool IsMajorityWanted => ReplicaCount >= MinForMajority;

    /// <summary>
    /// Whether this start's own disk counts for a majority: not while another start of its name is current, nor after
    /// this start was retired.
    /// </summary>
    private bool IsCounted => membership.Set.IsCurrent(self);

    /// <summary>Handles a write: see <see cref="Replica.Write"/>.</summary>
    public void Write(ulong writeId, WriteRequest request, DateTimeOffset now)
    {
        var mutations = request.Mutations;
        if (request.Condition is { } condition
            && turn.Read(mutations[0].Key) is var present
            && !condition.HoldsFor(present))
        {
            turn.Effects.Add(new WriteRefused(writeId, present));
            return;
        }

        var concern = Resolve(request.Concern);
        var update = delivery.Write(mutations, now);
        var isAcknowledged = concern == WriteConcern.Local
            || (PendingWrites.Needed(concern, ReplicaCount) == 1 && IsCounted);
        if (!isAcknowledged)
            _pending.Add(update.Dot.Sequence, writeId, concern);
        turn.Effects.Add(new WriteCommitted(writeId, update.Dot, update.Causes, isAcknowledged)
        {
            Concern = concern,
            IsReduced =
                request.Concern == WriteConcern.MajorityElseLocal && IsMajorityWanted && concern == WriteConcern.Local,
        });
    }

    /// <summary>Acknowledges the writes that enough replicas have by now.</summary>
    public void Acknowledge()
    {
        if (!_pending.Any)
            return;
        foreach (var writeId in _pending.Acknowledged(
            peers.Active.Select(active => active.Known[self]), ReplicaCount, IsCounted))
            turn.Effects.Add(new WriteReplicated(writeId));
    }

    /// <summary>Removes pending writes whose clients no longer wait.</summary>
    public void Forget(IReadOnlySet<ulong> writes) => _pending.Forget(writes);

    private WriteConcern Resolve(WriteConcern concern) => concern switch
    {
        WriteConcern.MajorityElseLocal when IsMajorityWanted && peers.Reachable.Count() + 1 >= Majority =>
            WriteConcern.Majority,
        WriteConcern.MajorityElseLocal => WriteConcern.Local,
        _ => concern,
    };
}
