using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Is told what a <see cref="ReplicaDriver"/> does, for metrics, logs and tests. It changes nothing.</summary>
public interface IReplicaObserver
{
    /// <summary>A message has come, and the replica has not taken it in yet.</summary>
    /// <param name="message">The message, as it came.</param>
    /// <param name="admitted">What the lab's links let in of it; null for nothing.</param>
    void Arriving(ReplicaMessage message, ReplicaMessage? admitted)
    {
    }

    /// <summary>The lab lets in updates that its links had held back or delayed.</summary>
    void Released(ImmutableArray<Update> updates)
    {
    }

    /// <summary>The replica has taken in updates: each is delivered, waits for its causes, or was dropped.</summary>
    void Arrived(ImmutableArray<Update> updates)
    {
    }

    /// <summary>The replica asks a peer for missing updates.</summary>
    void Pulled()
    {
    }

    /// <summary>A turn is sealed. None of it is on disk yet.</summary>
    void Sealed(Turn turn)
    {
    }

    /// <summary>Another live replica uses this one's name.</summary>
    void NameTaken(Incarnation other)
    {
    }

    /// <summary>A peer asks for a key that cannot be read, and gets no answer.</summary>
    void AnswerFailed(IOException error)
    {
    }
}
