namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>One causally consistent cut of a replica's state, unchanged until it is disposed of.</summary>
public interface IReplicaView : IReplicaReader, IDisposable;
