using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using ChargeRequest = AkkaGrid.Core.Charging.ChargeRequest;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Reads the body and the key of a charge request, and says what is wrong with it in the originals' words.</summary>
internal static class ChargeBody
{
    private const string Vehicle = "vehicle_id";
    private const string Amount = "charge_amount";
    private const string Urgency = "priority";
    private const string Least = "min_charge_amount";
    private const string Wait = "max_wait";

    /// <summary>The longest that a request may wait for room, in seconds: an hour.</summary>
    private const decimal LongestWait = 3600;

    private static readonly string[] Required = [Vehicle, Amount, Urgency];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>The request and how long it may wait for room, or else what is wrong with it.</returns>
    public static async Task<(ChargeRequest? Request, TimeSpan MaxWait, string Problem)> ReadAsync(
        HttpRequest http, CancellationToken cancellation)
    {
        if (!TryKey(http, out var key))
            return Wrong($"{GridHeaders.IdempotencyKey} must be one key of 1 to {IdempotencyKey.MaxLength} visible ASCII characters");
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, cancellation);
        return Read(body.GetBuffer().AsMemory(0, (int)body.Length), key);
    }

    /// <returns>The request and how long it may wait for room, or else what is wrong with it.</returns>
    public static (ChargeRequest? Request, TimeSpan MaxWait, string Problem) Read(ReadOnlyMemory<byte> body, IdempotencyKey key)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return Wrong("No data provided");
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return Read(json.RootElement, key);
        }

        // InvalidOperation: a string whose escapes are no text.
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return Wrong("The body is not valid JSON");
        }
    }

    private static (ChargeRequest? Request, TimeSpan MaxWait, string Problem) Read(JsonElement root, IdempotencyKey key)
    {
        if (root.ValueKind == JsonValueKind.Null || (root.ValueKind == JsonValueKind.Object && !root.EnumerateObject().Any()))
            return Wrong("No data provided");
        if (root.ValueKind != JsonValueKind.Object)
            return Wrong("The body must be a JSON object");
        foreach (var field in Required)
            if (!root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
                return Wrong($"Missing required field: {field}");

        if (!VehicleId.TryCreate(Text(root.GetProperty(Vehicle)), out var vehicle))
            return Wrong($"{Vehicle} must be a text of 1 to {VehicleId.MaxLength} characters");
        if (Number(root.GetProperty(Amount)) is not { } figure || !Kilowatts.TryCreate(figure, out var amount))
            return Wrong($"{Amount} must be a number of kW above 0 and at most {Kilowatts.Max.Value}");
        if (ChargingContracts.PriorityOf(Text(root.GetProperty(Urgency))) is not { } priority)
            return Wrong($"{Urgency} must be {Priorities.Low}, {Priorities.Normal} or {Priorities.High}");
        if (!TryLeast(root, amount, out var minimum))
            return Wrong($"{Least} must be a number of kW above 0 and at most {Amount}");
        var maxWait = Given(root, Wait) is { } wait ? Number(wait) : 0;
        if (maxWait is not (>= 0 and <= LongestWait))
            return Wrong($"{Wait} must be a number of seconds from 0 to {LongestWait}");
        return (new ChargeRequest(key, vehicle, amount, priority, minimum), TimeSpan.FromSeconds((double)maxWait), "");
    }

    private static (ChargeRequest? Request, TimeSpan MaxWait, string Problem) Wrong(string problem) => (null, TimeSpan.Zero, problem);

    private static bool TryLeast(JsonElement root, Kilowatts amount, out Kilowatts? minimum)
    {
        minimum = null;
        if (Given(root, Least) is not { } value)
            return true;
        if (Number(value) is not { } figure || !Kilowatts.TryCreate(figure, out var least) || least > amount)
            return false;
        minimum = least;
        return true;
    }

    private static JsonElement? Given(JsonElement root, string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool TryKey(HttpRequest http, out IdempotencyKey key)
    {
        var sent = http.Headers[GridHeaders.IdempotencyKey];
        return sent.Count switch
        {
            0 => IdempotencyKey.TryCreate(Guid.NewGuid().ToString("N"), out key),
            1 => IdempotencyKey.TryCreate(sent[0], out key),
            _ => IdempotencyKey.TryCreate(null, out key),
        };
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
}
