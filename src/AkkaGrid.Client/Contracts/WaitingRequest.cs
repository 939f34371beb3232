using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>A charge request that waits for room.</summary>
/// <param name="SessionId">The session that it will start.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="ChargeAmount">The power that it asks for in kW.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Position">Its place in the queue, from 1.</param>
/// <param name="Waited">How long it has waited, in seconds.</param>
/// <param name="ExpectedIn">
/// When there will be room, in seconds, as far as the running sessions tell; null where they do not.
/// </param>
public sealed record WaitingRequest(
    string SessionId,
    string VehicleId,
    decimal ChargeAmount,
    [property: AllowedValues(Priorities.Low, Priorities.Normal, Priorities.High)] string Priority,
    int Position,
    double Waited,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? ExpectedIn);
