using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Time;
using AkkaGrid.Node.Http.Contracts;
using LimitEvent = AkkaGrid.Core.Charging.LimitEvent;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Reads operators' commands to a substation whose members meet the contract.</summary>
internal static class ControlBody
{
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(GridLimits.MaxEventSeconds);

    /// <summary>The body of <c>PATCH /substations/{id}</c>.</summary>
    /// <exception cref="BadHttpRequestException">It changes nothing.</exception>
    public static ChangeControls Change(JsonBody body)
    {
        var change = body.As<SubstationChange>();
        var capacity = body.Root.TryGetProperty("max_capacity", out _)
            ? new CapacityChange(change.MaxCapacity is { } kilowatts ? Kilowatts.Of(kilowatts) : null)
            : null;
        bool? draining = change.State is { } state ? state == SubstationStates.Draining : null;
        return capacity is null && draining is null
            ? throw new BadHttpRequestException("Nothing to change: send max_capacity, state or both")
            : new ChangeControls(capacity, draining);
    }

    /// <summary>The body of <c>POST /substations/{id}/events</c>.</summary>
    /// <exception cref="BadHttpRequestException">It begins too far ahead.</exception>
    public static AddLimitEvent Limit(JsonBody body, DateTimeOffset now)
    {
        DateTimeOffset? start = body.Given("start") is { } text && Rfc3339.TryParse(text.GetString(), out var time)
            ? time
            : null;
        if (start > now + Farthest)
            throw InvalidRequestException.Of("start", $"must be at most {Farthest.Days} days ahead");
        var limit = body.Given("limit")!.Value.GetDecimal();
        return new AddLimitEvent(
            start,
            body.Given("duration") is { } seconds
                ? TimeSpan.FromSeconds((double)seconds.GetDecimal())
                : LimitEvent.Unlimited,
            limit == 0 ? Kilowatts.Zero : Kilowatts.Of(limit))
        {
            Name = body.Given("name")?.GetString(),
        };
    }
}
