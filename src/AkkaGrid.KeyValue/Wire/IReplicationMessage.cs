namespace AkkaGrid.KeyValue.Wire;

/// <summary>What replica actors send each other besides what the core says.</summary>
internal interface IReplicationMessage;
