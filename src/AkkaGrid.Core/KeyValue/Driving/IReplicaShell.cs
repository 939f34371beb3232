using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// What a <see cref="ReplicaDriver"/> needs of the world: the network, the disk, and whoever starts it again. It calls
/// these only while it handles an input, and none of them may call the driver back before that is over.
/// </summary>
public interface IReplicaShell
{
    /// <summary>The replicas that can be reached now.</summary>
    IEnumerable<ReplicaId> Reachable { get; }

    /// <summary>Whether each node that can be reached has sent a message of its replica.</summary>
    bool HasHeardAll { get; }

    /// <summary>Sends a message to a replica, if it is known where that is.</summary>
    void Send(ReplicaId to, IPeerMessage message);

    /// <summary>Sends a message to every other member of the cluster, whether its replica is known or not.</summary>
    void SendToAll(IPeerMessage message);

    /// <summary>Sends a message to the sender of the message that the driver handles now.</summary>
    void Reply(IPeerMessage message);

    /// <summary>
    /// Answers the sender of a pull or of a snapshot request with a <see cref="RepairResponder"/>, in this replica's
    /// name. It only reads, and may be done beside the driver.
    /// </summary>
    void AnswerFromDisk(ReplicaMessage request);

    /// <summary>
    /// Begins to write a turn. The shell tells the driver <see cref="ReplicaDriver.Committed"/> or
    /// <see cref="ReplicaDriver.Failed"/>; until then no other turn is begun.
    /// </summary>
    void Commit(TurnCommit commit);

    /// <summary>
    /// Calls <see cref="ReplicaDriver.EndTurn"/> once all that has arrived by now is handled: it then shares one
    /// commit.
    /// </summary>
    void EndTurnSoon();

    /// <summary>
    /// The replica set has admitted this start, and its first turn is on disk. From now on a <see
    /// cref="ReadOnlyReplica"/> may speak as it.
    /// </summary>
    void Admitted();

    /// <summary>
    /// The disk has failed. The replica is to be started again, as a new incarnation, once the disk is well.
    /// </summary>
    void DiskFailed(Exception error);
}
