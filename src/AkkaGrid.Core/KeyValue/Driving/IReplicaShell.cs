using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// The outside world of a <see cref="ReplicaDriver"/>: the network, the disk and the supervisor that restarts it. The
/// driver calls these methods only while it handles an input, and none of them may call the driver back before it
/// returns.
/// </summary>
public interface IReplicaShell
{
    /// <summary>The replicas that can be reached now.</summary>
    IEnumerable<ReplicaId> Reachable { get; }

    /// <summary>Whether this replica has received a message from the replica of each reachable node.</summary>
    bool HasHeardAll { get; }

    /// <summary>Sends a message to a replica, if its address is known.</summary>
    void Send(ReplicaId to, IPeerMessage message);

    /// <summary>
    /// Sends a message to every other node of the cluster, whether the name of its replica is known or not.
    /// </summary>
    void SendToAll(IPeerMessage message);

    /// <summary>Sends a message to the sender of the message that the driver is handling.</summary>
    void Reply(IPeerMessage message);

    /// <summary>
    /// Answers the sender of a pull or of a snapshot request with a <see cref="RepairResponder"/>, in this replica's
    /// name. That only reads the disk, and may run concurrently with the driver.
    /// </summary>
    void AnswerFromDisk(ReplicaMessage request);

    /// <summary>
    /// Begins to write a turn. When it has finished, the shell calls <see cref="ReplicaDriver.Committed"/> or
    /// <see cref="ReplicaDriver.Failed"/>; until then the driver begins no other turn.
    /// </summary>
    void Commit(TurnCommit commit);

    /// <summary>
    /// Calls <see cref="ReplicaDriver.EndTurn"/> once everything that has arrived by now is handled, so that it all
    /// shares one commit.
    /// </summary>
    void EndTurnSoon();

    /// <summary>
    /// The replica set has admitted this start, and its first turn is on disk. From now on a
    /// <see cref="ReadOnlyReplica"/> may speak in its name.
    /// </summary>
    void Admitted();

    /// <summary>
    /// The disk has failed. The shell must start the replica again, as a new incarnation, once the disk works again.
    /// </summary>
    void DiskFailed(Exception error);
}
