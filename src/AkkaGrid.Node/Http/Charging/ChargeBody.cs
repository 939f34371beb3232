using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.Reference;
using ChargeRequest = AkkaGrid.Core.Charging.ChargeRequest;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Reads a charge request whose members meet the contract.</summary>
internal static class ChargeBody
{
    /// <returns>The request, and how long it may wait for room.</returns>
    /// <exception cref="BadHttpRequestException">
    /// Its idempotency key is malformed, or its minimum power is more than it asks for.
    /// </exception>
    public static (ChargeRequest Request, TimeSpan MaxWait) Read(HttpContext call)
    {
        var body = JsonBody.Of(call).As<Client.Contracts.ChargeRequest>();
        if (body.MinChargeAmount > body.ChargeAmount)
            throw InvalidRequestException.Of("min_charge_amount", "must be at most charge_amount");
        var request = new ChargeRequest(
            KeyOf(call.Request),
            VehicleId.Of(body.VehicleId!),
            Kilowatts.Of(body.ChargeAmount!.Value),
            ChargingContracts.PriorityOf(body.Priority)!.Value,
            body.MinChargeAmount is { } least ? Kilowatts.Of(least) : null);
        return (request, TimeSpan.FromSeconds(body.MaxWait ?? 0));
    }

    private static IdempotencyKey KeyOf(HttpRequest request) => request.Headers[GridHeaders.IdempotencyKey] switch
    {
        { Count: 0 } => IdempotencyKey.Of(Guid.NewGuid().ToString("N")),
        [var sent] when IdempotencyKey.TryCreate(sent, out var key) => key,
        _ => throw new BadHttpRequestException($"{GridHeaders.IdempotencyKey} must be {Rules.IdempotencyKey.Expected}"),
    };
}
