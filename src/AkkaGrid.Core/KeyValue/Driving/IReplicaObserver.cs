using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Observes what a <see cref="ReplicaDriver"/> does, for metrics, logs and tests. It changes nothing.
/// </summary>
public interface IReplicaObserver
{
    /// <summary>A message has arrived, and the replica has not handled it yet.</summary>
    /// <param name="message">The message as it was sent.</param>
    /// <param name="admitted">The part of it that the lab's links let through; null for nothing.</param>
    void Arriving(ReplicaMessage message, ReplicaMessage? admitted)
    {
    }

    /// <summary>The lab's links let through updates that they had held back or delayed.</summary>
    void Released(ImmutableArray<Update> updates)
    {
    }

    /// <summary>The replica has handled updates: each is delivered, stashed or dropped.</summary>
    void Arrived(ImmutableArray<Update> updates)
    {
    }

    /// <summary>The replica sends a pull request to a peer.</summary>
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

    /// <summary>A peer asks for a key that cannot be read. It gets no answer.</summary>
    void AnswerFailed(IOException error)
    {
    }
}
