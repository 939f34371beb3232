using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /sessions/{id}/decision</c>: why the session is where it is.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="DecidedAt">When it was decided, in the balancer's clock, ISO 8601 with offset.</param>
/// <param name="BalancerNode">The node that decided, by name.</param>
/// <param name="Epoch">The number of its epoch.</param>
/// <param name="Policy">The routing policy, by name.</param>
/// <param name="ChargeAmount">The power asked for in kW.</param>
/// <param name="SubstationId">The substation that was chosen; null where none had room.</param>
/// <param name="TrueLoad">The load in kW that it turned out to have before; null where it has not answered.</param>
/// <param name="Candidates">What was known of the substations.</param>
public sealed record SessionDecision(
    string SessionId,
    DateTimeOffset DecidedAt,
    string BalancerNode,
    long Epoch,
    string Policy,
    decimal ChargeAmount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? SubstationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? TrueLoad,
    IReadOnlyList<DecisionCandidate> Candidates);

/// <summary>A substation as it was known when a request was decided.</summary>
/// <param name="SubstationId">Which one.</param>
/// <param name="BelievedLoad">Its last report in kW, and what was sent to it since.</param>
/// <param name="ReportedLoad">Its last report in kW.</param>
/// <param name="Limit">What it might give in kW.</param>
/// <param name="ReportAge">How old the report was, in seconds.</param>
public sealed record DecisionCandidate(
    string SubstationId, decimal BelievedLoad, decimal ReportedLoad, decimal Limit, double ReportAge);
