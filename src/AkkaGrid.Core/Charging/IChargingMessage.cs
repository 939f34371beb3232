namespace AkkaGrid.Core.Charging;

/// <summary>A charging message between nodes: every implementation has a wire format.</summary>
public interface IChargingMessage;
