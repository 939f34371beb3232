using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /status</c>, with the members of the originals' request service and load balancer.</summary>
/// <param name="Service">Always <c>load_balancer</c>.</param>
/// <param name="Status">Always <c>running</c>.</param>
/// <param name="LoadBalancerStatus">Whether a balancer answers, in one word.</param>
/// <param name="SubstationLoads">Load in kW by substation id.</param>
/// <param name="BalancerNode">The node that carries the balancer, by name; null while it moves.</param>
/// <param name="Timestamp">When this was true, ISO 8601 with offset.</param>
public sealed record GridStatus(
    string Service,
    string Status,
    string LoadBalancerStatus,
    IReadOnlyDictionary<string, decimal> SubstationLoads,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? BalancerNode,
    DateTimeOffset Timestamp);
