namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>
/// What one node's store sends to another node's. Any message may be lost, doubled, late or out of order.
/// </summary>
public interface IPeerMessage;
