using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET</c> and <c>DELETE /sessions/{id}</c>: one charging session.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="SubstationId">The substation that charges.</param>
/// <param name="ChargeAmount">The power granted in kW.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="State">What has become of it.</param>
/// <param name="StartTime">When it started, ISO 8601 with offset.</param>
/// <param name="ExpectedEnd">When it ends or has ended, ISO 8601 with offset.</param>
/// <param name="RemainingTime">What is left of it in seconds; 0 once it has ended.</param>
/// <param name="SupersededBy">
/// The substation whose session stands in the place of this one, which is invalid for that: a partition had both start.
/// Else absent.
/// </param>
/// <param name="SubstationState">
/// <c>unreachable</c> where the session is to run still, but its substation is not heard of; else absent.
/// </param>
public sealed record Session(
    string SessionId,
    string VehicleId,
    string SubstationId,
    decimal ChargeAmount,
    [property: AllowedValues(Priorities.Low, Priorities.Normal, Priorities.High)] string Priority,
    [property: AllowedValues(
        SessionStates.Pending, SessionStates.Active, SessionStates.Completed, SessionStates.Invalid)] string State,
    DateTimeOffset StartTime,
    DateTimeOffset ExpectedEnd,
    double RemainingTime,
    string? SupersededBy = null,
    [property: AllowedValues(SubstationStates.Unreachable)] string? SubstationState = null);
