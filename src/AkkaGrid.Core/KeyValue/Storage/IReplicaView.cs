namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>One causally consistent cut of a replica's state, unchanged until it is disposed of.</summary>
public interface IReplicaView : IReplicaReader, IDisposable
{
    /// <summary>The replica's state at the cut.</summary>
    ReplicaState State { get; }
}
