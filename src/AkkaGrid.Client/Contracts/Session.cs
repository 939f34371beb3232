namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET</c> and <c>DELETE /sessions/{id}</c>: one charging session.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="SubstationId">The substation that charges.</param>
/// <param name="ChargeAmount">The power granted in kW.</param>
/// <param name="Priority">One of <see cref="Priorities"/>.</param>
/// <param name="State">One of <see cref="SessionStates"/>.</param>
/// <param name="StartTime">When it started, ISO 8601 with offset.</param>
/// <param name="ExpectedEnd">When it ends or has ended, ISO 8601 with offset.</param>
/// <param name="RemainingTime">What is left of it in seconds; 0 once it has ended.</param>
/// <param name="SupersededBy">
/// The substation whose session stands in the place of this one, which is invalid for that: a partition had both start. Else absent.
/// </param>
/// <param name="SubstationState">
/// <see cref="SubstationStates.Unreachable"/> where the session is to run still, but its substation is not heard of; else absent.
/// </param>
public sealed record Session(
    string SessionId,
    string VehicleId,
    string SubstationId,
    decimal ChargeAmount,
    string Priority,
    string State,
    DateTimeOffset StartTime,
    DateTimeOffset ExpectedEnd,
    double RemainingTime,
    string? SupersededBy = null,
    string? SubstationState = null);
