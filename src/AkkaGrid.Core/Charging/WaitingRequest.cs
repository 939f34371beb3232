namespace AkkaGrid.Core.Charging;

/// <summary>A request that waits for room, as it is displayed.</summary>
/// <param name="Session">The session that it will start.</param>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Amount">The power that it asks for.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Position">Its place in the queue, from 1.</param>
/// <param name="Waited">How long it has waited.</param>
/// <param name="ExpectedIn">
/// When room is expected, by the reports of the substations; null where they predict none.
/// </param>
public sealed record WaitingRequest(
    SessionId Session,
    VehicleId Vehicle,
    Kilowatts Amount,
    Priority Priority,
    int Position,
    TimeSpan Waited,
    TimeSpan? ExpectedIn);
