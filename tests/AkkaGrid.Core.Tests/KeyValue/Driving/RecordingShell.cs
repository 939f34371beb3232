using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>A shell that does nothing by itself: it notes what the driver asks of it.</summary>
internal sealed class RecordingShell : IReplicaShell, IReplicaObserver
{
    public IEnumerable<ReplicaId> Reachable { get; set; } = [];

    public bool HasHeardAll { get; set; } = true;

    public List<(ReplicaId To, IPeerMessage Message)> Sent { get; } = [];

    public List<IPeerMessage> Broadcasts { get; } = [];

    public List<IPeerMessage> Replies { get; } = [];

    public List<ReplicaMessage> Requests { get; } = [];

    /// <summary>The turns that are to be written, in order.</summary>
    public Queue<TurnCommit> Commits { get; } = [];

    /// <summary>How often the driver has asked for its turn to be ended.</summary>
    public int TurnEnds { get; private set; }

    public int Admissions { get; private set; }

    public Exception? DiskFailure { get; private set; }

    /// <summary>
    /// What has happened at the shell and to the replies that were made with <see cref="Note"/>, in order.
    /// </summary>
    public List<string> Events { get; } = [];

    public void Note(string happened) => Events.Add(happened);

    public void Send(ReplicaId to, IPeerMessage message) => Sent.Add((to, message));

    public void SendToAll(IPeerMessage message) => Broadcasts.Add(message);

    public void Reply(IPeerMessage message) => Replies.Add(message);

    public void AnswerFromDisk(ReplicaMessage request) => Requests.Add(request);

    public void Commit(TurnCommit commit) => Commits.Enqueue(commit);

    public void EndTurnSoon() => TurnEnds++;

    public void Admitted() => Admissions++;

    public void DiskFailed(Exception error)
    {
        DiskFailure = error;
        Note("disk failed");
    }
}
