namespace AkkaGrid.Core.Charging;

/// <summary>What charging says between nodes: every implementation has a place in the wire format.</summary>
public interface IChargingMessage;
