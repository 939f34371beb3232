namespace AkkaGrid.Core.Charging;

/// <summary>A request that waits for room, as it is shown.</summary>
/// <param name="Session">The session that it will start.</param>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Amount">The power that it asks for.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Position">Its place in the queue, from 1.</param>
/// <param name="Waited">How long it has waited.</param>
/// <param name="ExpectedIn">
/// When there will be room, as far as the substations foretell; null where they do not.
/// </param>
public sealed record WaitingRequest(
    SessionId Session,
    VehicleId Vehicle,
    Kilowatts Amount,
    Priority Priority,
    int Position,
    TimeSpan Waited,
    TimeSpan? ExpectedIn);
