namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>A message between the stores of two nodes. It may be lost, duplicated, late or out of order.</summary>
public interface IPeerMessage;
