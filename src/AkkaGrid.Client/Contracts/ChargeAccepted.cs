using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers an accepted <c>POST /charge</c>, with the originals' members.</summary>
/// <param name="Status">Always <c>accepted</c>.</param>
/// <param name="SessionId">The charging session, to be read at <c>/sessions/{id}</c>.</param>
/// <param name="SubstationId">The substation that charges.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="ChargeAmount">The power granted in kW.</param>
/// <param name="EstimatedDuration">How long the session takes, in seconds.</param>
/// <param name="StartTime">When it started, ISO 8601 with offset.</param>
/// <param name="ExpectedEnd">When it ends, ISO 8601 with offset.</param>
/// <param name="CurrentLoad">The substation's load with this session, in kW.</param>
/// <param name="MaxCapacity">The substation's rating in kW.</param>
/// <param name="RoutedBy">Always <c>load_balancer</c>.</param>
/// <param name="SubstationLoadBefore">The substation's load without this session, in kW.</param>
/// <param name="State">How the session stands: a replayed key may have one that is over.</param>
/// <param name="Replayed">Whether the key had its session before the request came: nothing was started then.</param>
public sealed record ChargeAccepted(
    [property: AllowedValues(ChargeAccepted.Accepted)] string Status,
    string SessionId,
    string SubstationId,
    string VehicleId,
    decimal ChargeAmount,
    double EstimatedDuration,
    DateTimeOffset StartTime,
    DateTimeOffset ExpectedEnd,
    decimal CurrentLoad,
    decimal MaxCapacity,
    [property: AllowedValues(ChargeAccepted.LoadBalancer)] string RoutedBy,
    decimal SubstationLoadBefore,
    [property: AllowedValues(
        SessionStates.Pending, SessionStates.Active, SessionStates.Completed, SessionStates.Invalid)]
    string State = SessionStates.Active,
    bool Replayed = false)
{
    /// <summary>The <see cref="Status"/> of every answer of this kind.</summary>
    public const string Accepted = "accepted";

    /// <summary>The <see cref="RoutedBy"/> of every answer of this kind.</summary>
    public const string LoadBalancer = "load_balancer";
}
