using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;

namespace AkkaGrid.Charging.Ledger;

/// <summary>Selects sessions, one page at a time.</summary>
/// <param name="Substation">Only the sessions of this substation; null for all.</param>
/// <param name="State">Only the sessions in this state now; null for all.</param>
/// <param name="TimeAt">
/// The time at a substation, for the state of its sessions (<see cref="ChargingSession.StateAt"/>).
/// </param>
/// <param name="After">Only the sessions after this place, that of the last session of the page before.</param>
/// <param name="Limit">The largest number of sessions.</param>
public sealed record SessionQuery(
    SubstationId? Substation,
    SessionState? State,
    Func<SubstationId, DateTimeOffset> TimeAt,
    SessionPlace? After,
    int Limit);
