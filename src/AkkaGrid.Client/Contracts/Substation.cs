using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /substations/{id}</c>: one substation as last reported.</summary>
/// <param name="SubstationId">Its id.</param>
/// <param name="CurrentLoad">The power of its running sessions in kW.</param>
/// <param name="MaxCapacity">Its rating in kW.</param>
/// <param name="Limit">What is in force in kW: the rating, or less while it is curtailed.</param>
/// <param name="UtilizationPercent">Load over rating, in percent.</param>
/// <param name="AvailableCapacity">What is free under the limit in kW; never below zero.</param>
/// <param name="ActiveSessions">How many sessions run.</param>
/// <param name="State">Whether it takes sessions.</param>
/// <param name="Node">The node that hosts it, by name.</param>
/// <param name="LimitedBy">The event that holds the limit, and until when; absent where none does.</param>
public sealed record Substation(
    string SubstationId,
    decimal CurrentLoad,
    decimal MaxCapacity,
    decimal Limit,
    decimal UtilizationPercent,
    decimal AvailableCapacity,
    int ActiveSessions,
    [property: AllowedValues(SubstationStates.Active, SubstationStates.Draining, SubstationStates.Unreachable)]
    string State,
    string Node,
    LimitEvent? LimitedBy = null);
