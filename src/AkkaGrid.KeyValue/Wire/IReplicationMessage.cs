namespace AkkaGrid.KeyValue.Wire;

/// <summary>What replica actors send each other besides the messages of the core.</summary>
internal interface IReplicationMessage;
