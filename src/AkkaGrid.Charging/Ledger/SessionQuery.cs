using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;

namespace AkkaGrid.Charging.Ledger;

/// <summary>Selects sessions, one page at a time.</summary>
/// <param name="Substation">Only those of this one; null for all.</param>
/// <param name="State">Only those that stand there now; null for all.</param>
/// <param name="TimeAt">The time at a substation: at that the state is looked at (<see cref="ChargingSession.StateAt"/>).</param>
/// <param name="After">Only those behind this place: that of the last of the page before.</param>
/// <param name="Limit">At most so many.</param>
public sealed record SessionQuery(
    SubstationId? Substation, SessionState? State, Func<SubstationId, DateTimeOffset> TimeAt, SessionPlace? After, int Limit);
