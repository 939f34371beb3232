using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>A demand-response event of a substation.</summary>
/// <param name="EventId">Its id, by which it is ended.</param>
/// <param name="Limit">What the substation may give meanwhile, in kW.</param>
/// <param name="Start">When it begins, ISO 8601 with offset, in the substation's clock.</param>
/// <param name="State">Whether it is in force, or is to come.</param>
/// <param name="End">When it is over; absent where it lasts until it is ended.</param>
/// <param name="Name">What people call it; absent for nothing.</param>
public sealed record LimitEvent(
    string EventId,
    decimal Limit,
    DateTimeOffset Start,
    [property: AllowedValues(LimitEventStates.Scheduled, LimitEventStates.Active)] string State,
    DateTimeOffset? End = null,
    string? Name = null);

/// <summary>Answers <c>GET /substations/{id}/events</c>.</summary>
/// <param name="Items">The events that are not over, in the order in which they begin.</param>
public sealed record LimitEventList(IReadOnlyList<LimitEvent> Items);

/// <summary>The words for how an event stands.</summary>
public static class LimitEventStates
{
    /// <summary>It is to come.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>It is in force.</summary>
    public const string Active = "active";
}
