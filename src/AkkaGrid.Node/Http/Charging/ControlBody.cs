using System.Globalization;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Reads what operators tell a substation, strictly: a field that is misspelt must not be passed over.</summary>
internal static class ControlBody
{
    private const string Capacity = "max_capacity";
    private const string State = "state";
    private const string Start = "start";
    private const string Duration = "duration";
    private const string Limited = "limit";

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>What <paramref name="read"/> makes of the body, or else what is wrong with it.</returns>
    public static async Task<(T? Command, string Problem)> ReadAsync<T>(
        HttpRequest http, Func<JsonElement, (T? Command, string Problem)> read, CancellationToken cancellation)
        where T : class
    {
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, cancellation);
        try
        {
            using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? read(json.RootElement)
                : (null, "The body must be a JSON object");
        }

        // InvalidOperation: a string whose escapes are no text.
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return (null, "The body is not valid JSON");
        }
    }

    /// <summary>The body of <c>PATCH /substations/{id}</c>.</summary>
    public static (ChangeControls? Command, string Problem) Change(JsonElement body)
    {
        if (Unknown(body, Capacity, State) is { } unknown)
            return (null, unknown);
        CapacityChange? capacity = null;
        if (body.TryGetProperty(Capacity, out var figure))
        {
            if (figure.ValueKind == JsonValueKind.Null)
                capacity = new CapacityChange(null);
            else if (Number(figure) is { } kilowatts && Kilowatts.TryCreate(kilowatts, out var power))
                capacity = new CapacityChange(power);
            else
                return (null, $"{Capacity} must be a number of kW above 0 and at most {Kilowatts.Max.Value}, or null for what is configured");
        }

        bool? draining = null;
        if (body.TryGetProperty(State, out var word))
        {
            draining = Text(word) switch
            {
                SubstationStates.Draining => true,
                SubstationStates.Active => false,
                _ => null,
            };
            if (draining is null)
                return (null, $"{State} must be {SubstationStates.Draining} or {SubstationStates.Active}");
        }

        return capacity is null && draining is null
            ? (null, $"Nothing to change: send {Capacity}, {State} or both")
            : (new ChangeControls(capacity, draining), "");
    }

    /// <summary>The body of <c>POST /substations/{id}/events</c>.</summary>
    public static (AddLimitEvent? Command, string Problem) Limit(JsonElement body, DateTimeOffset now)
    {
        if (Unknown(body, Start, Duration, Limited) is { } unknown)
            return (null, unknown);
        foreach (var field in (string[])[Duration, Limited])
            if (!body.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
                return (null, $"Missing required field: {field}");

        var longest = (decimal)Farthest.TotalSeconds;
        if (Number(body.GetProperty(Duration)) is not { } seconds || seconds < 0.001m || seconds > longest)
            return (null, $"{Duration} must be a number of seconds from 0.001 to {longest}");
        if (Number(body.GetProperty(Limited)) is not { } kilowatts || Power(kilowatts) is not { } limit)
            return (null, $"{Limited} must be a number of kW from 0 to {Kilowatts.Max.Value}");

        DateTimeOffset? start = null;
        if (body.TryGetProperty(Start, out var from) && from.ValueKind != JsonValueKind.Null)
        {
            if (Time(Text(from)) is not { } time || time > now + Farthest)
                return (null, $"{Start} must be a time such as 2026-01-31T18:00:00Z, at most {Farthest.Days} days ahead");
            start = time;
        }

        return (new AddLimitEvent(start, TimeSpan.FromSeconds((double)seconds), limit), "");
    }

    private static string? Unknown(JsonElement body, params string[] known) =>
        body.EnumerateObject().FirstOrDefault(property => !known.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
            ? $"Unknown field: {other.Name}"
            : null;

    private static Kilowatts? Power(decimal kilowatts) =>
        kilowatts == 0 ? Kilowatts.Zero : Kilowatts.TryCreate(kilowatts, out var power) ? power : null;

    // Without an offset it is UTC, not the time zone of whichever node is asked.
    private static DateTimeOffset? Time(string? text) =>
        text is not null
        && DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
}
