using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /health/ready</c>: 200 when the node serves all it should, else 503.</summary>
/// <param name="Status"><c>ready</c>.</param>
/// <param name="Reasons">What is missing, one sentence each; empty when ready.</param>
public sealed record Readiness([property: AllowedValues("ready")] string Status, IReadOnlyList<string> Reasons);
