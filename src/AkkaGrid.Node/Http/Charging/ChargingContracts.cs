using AkkaGrid.Charging.Gateway;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>Writes sessions, substations and decisions as JSON contracts.</summary>
internal static class ChargingContracts
{
    public static Priority? PriorityOf(string? word) => word switch
    {
        Priorities.Low => Priority.Low,
        Priorities.Normal => Priority.Normal,
        Priorities.High => Priority.High,
        _ => null,
    };

    public static SessionState? StateOf(string? word) => word switch
    {
        SessionStates.Pending => SessionState.Pending,
        SessionStates.Active => SessionState.Active,
        SessionStates.Completed => SessionState.Completed,
        SessionStates.Invalid => SessionState.Invalid,
        _ => null,
    };

    /// <summary>A session.</summary>
    /// <param name="session">Its record.</param>
    /// <param name="substation">The last known status of its substation; null for none.</param>
    /// <param name="now">The time there.</param>
    public static Session Session(ChargingSession session, SubstationStatus? substation, DateTimeOffset now) => new(
        session.Id.Value,
        session.Request.Vehicle.Value,
        session.Substation.Value,
        session.Granted.Value,
        Word(session.Request.Priority),
        Word(session.StateAt(now)),
        session.Start,
        session.EndedAt ?? session.ExpectedEnd,
        Seconds(session.RemainingAt(now)),
        session.SupersededBy?.Value,
        session.RemainingAt(now) > TimeSpan.Zero && substation is not { Silent: false }
            ? SubstationStates.Unreachable
            : null);

    /// <summary>The answer to an accepted request.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">The time at its substation.</param>
    public static ChargeAccepted Accepted(ChargeOutcome.Accepted outcome, DateTimeOffset now) => new(
        ChargeAccepted.Accepted,
        outcome.Session.Id.Value,
        outcome.Session.Substation.Value,
        outcome.Session.Request.Vehicle.Value,
        outcome.Session.Granted.Value,
        Seconds(outcome.Session.Duration),
        outcome.Session.Start,
        outcome.Session.ExpectedEnd,
        outcome.Load.Value,
        outcome.Rating.Value,
        ChargeAccepted.LoadBalancer,
        outcome.LoadBefore.Value,
        Word(outcome.Session.StateAt(now)),
        outcome.IsReplay);

    public static Substation Substation(SubstationStatus status)
    {
        var report = status.Report;
        return new Substation(
            report.Substation.Value,
            report.Load.Value,
            report.Rating.Value,
            report.Limit.Value,
            decimal.Round(100 * report.Load.Value / report.Rating.Value, 2),
            report.Free.Value,
            report.ActiveSessions,
            status.Silent ? SubstationStates.Unreachable
                : report.Draining ? SubstationStates.Draining
                : SubstationStates.Active,
            report.Node,
            report.LimitedBy is { } holder ? Event(holder, status.Clock) : null);
    }

    /// <summary>A demand-response event.</summary>
    /// <param name="limiting">The event.</param>
    /// <param name="now">The time at its substation.</param>
    public static Client.Contracts.LimitEvent Event(Core.Charging.LimitEvent limiting, DateTimeOffset now) => new(
        limiting.Id,
        limiting.Limit.Value,
        limiting.Start,
        limiting.Covers(now) ? LimitEventStates.Active : LimitEventStates.Scheduled,
        limiting.IsOpenEnded ? null : limiting.End,
        limiting.Name);

    public static Client.Contracts.WaitingRequest Waiting(Core.Charging.WaitingRequest request) => new(
        request.Session.Value,
        request.Vehicle.Value,
        request.Amount.Value,
        Word(request.Priority),
        request.Position,
        request.Waited.TotalSeconds,
        request.ExpectedIn?.TotalSeconds);

    public static SessionDecision Decision(Decision decision) => new(
        decision.Session.Value,
        decision.At,
        decision.Epoch.Node,
        decision.Epoch.Number,
        decision.Policy,
        decision.Amount.Value,
        decision.Chosen?.Value,
        decision.TrueLoad?.Value,
        [.. decision.Candidates.Select(candidate => new DecisionCandidate(
            candidate.Substation.Value,
            candidate.BelievedLoad.Value,
            candidate.ReportedLoad.Value,
            candidate.Limit.Value,
            Seconds(candidate.ReportAge)))]);

    private static string Word(Priority priority) => priority switch
    {
        Priority.Low => Priorities.Low,
        Priority.High => Priorities.High,
        _ => Priorities.Normal,
    };

    private static string Word(SessionState state) => state switch
    {
        SessionState.Pending => SessionStates.Pending,
        SessionState.Active => SessionStates.Active,
        SessionState.Completed => SessionStates.Completed,
        _ => SessionStates.Invalid,
    };

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
