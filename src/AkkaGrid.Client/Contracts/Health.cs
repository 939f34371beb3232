using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers the originals' <c>GET /health</c>.</summary>
/// <param name="Status"><c>healthy</c>.</param>
/// <param name="Service">What answers; absent where it does not matter.</param>
/// <param name="Timestamp">When this was true, ISO 8601 with offset; absent where it does not matter.</param>
public sealed record Health(
    [property: AllowedValues("healthy")] string Status, string? Service = null, DateTimeOffset? Timestamp = null);
