using System.Text.Json;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// Asks <c>POST /charge</c> (and the originals' <c>POST /route_charge</c>). Everything is optional to the reader, so
/// that the edge can name the field that is missing.
/// </summary>
/// <param name="VehicleId">The vehicle; required.</param>
/// <param name="ChargeAmount">The power asked for in kW, above zero; required.</param>
/// <param name="Priority">One of <see cref="Priorities"/>; required.</param>
/// <param name="RequestTime">When the client sent it, in any form the client likes; not interpreted.</param>
/// <param name="MaxWait">How long the request may wait for room, in seconds; absent means not at all.</param>
/// <param name="MinChargeAmount">The least power in kW that is still of use; absent means all or nothing.</param>
public sealed record ChargeRequest(
    string? VehicleId = null,
    decimal? ChargeAmount = null,
    string? Priority = null,
    JsonElement? RequestTime = null,
    double? MaxWait = null,
    decimal? MinChargeAmount = null);
