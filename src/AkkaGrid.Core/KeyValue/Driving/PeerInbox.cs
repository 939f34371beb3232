using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Dispatches each message of a peer to the component that handles it. The lab's links may withhold or delay its
/// updates.
/// </summary>
/// <param name="self">This start.</param>
/// <param name="bases">The clock bases that are known here.</param>
/// <param name="replica">The replica.</param>
/// <param name="searches">The searches for keys.</param>
/// <param name="links">The lab's links.</param>
/// <param name="options">The limits, and whether other replicas may change links.</param>
/// <param name="shell">Answers pulls and snapshot requests from disk.</param>
/// <param name="observer">Observes the messages that arrive.</param>
internal sealed class PeerInbox(
    Incarnation self,
    ClockBases bases,
    Replica replica,
    KeySearches searches,
    LabLinks links,
    DriverOptions options,
    IReplicaShell shell,
    IReplicaObserver observer)
{
    /// <summary>Whether so many bytes wait for the disk that further messages are dropped.</summary>
    public bool IsOverloaded => replica.PendingBytes > options.MaxPendingBytes;

    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isClosed">
    /// Whether nothing may change the replica now: messages that would change it are dropped.
    /// </param>
    /// <param name="uptime">The current uptime, for links that delay.</param>
    public void Take(IPeerMessage message, bool isClosed, TimeSpan uptime)
    {
        switch (message)
        {
            case PullRequest or SnapshotRequest:
                shell.AnswerFromDisk((ReplicaMessage)message);
                break;
            case KeyRequest request:
                searches.Answer(request);
                break;

            // To the sender, not to its name: where neither can read the other's announcements, neither knows the
            // other's name.
            case BaseRequest request:
                shell.Reply(BaseAnswer.Of(self, request, bases));
                break;
            case KeyAnswer answer:
                searches.Complete(answer);
                break;
            case LinkSet set:
                links.Changed(set);
                break;
            case SetLink set when options.Lab && !isClosed:
                Deliver(links.Set(set));
                break;
            case ReplicaMessage replicaMessage when !isClosed:
                Admit(replicaMessage, uptime);
                break;
        }
    }

    /// <summary>Delivers updates that the lab's links had held back or delayed.</summary>
    public void Deliver(ImmutableArray<Update> released)
    {
        if (released.IsEmpty)
            return;
        observer.Released(released);
        replica.Deliver(released);
        observer.Arrived(released);
    }

    private void Admit(ReplicaMessage message, TimeSpan uptime)
    {
        if (IsOverloaded)
            return;
        var admitted = links.Admit(message, replica.Delivered, uptime);
        observer.Arriving(message, admitted);
        if (admitted is null)
            return;
        replica.Receive(admitted);
        observer.Arrived(CarriedUpdates.Of(admitted));
    }
}
