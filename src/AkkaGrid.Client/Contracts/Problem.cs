using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Every error of the edge: RFC 9457 problem details with the originals' <c>error</c>.</summary>
/// <param name="Type"><see cref="ProblemKinds.Prefix"/> and one of <see cref="ProblemKinds"/>.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">One sentence: what is wrong, and what to do about it.</param>
/// <param name="Error">The same as <paramref name="Detail"/>, for the originals' clients.</param>
public sealed record Problem(
    string? Type = null,
    string? Title = null,
    int? Status = null,
    string? Detail = null,
    string? Error = null)
{
    /// <summary>What the kind of problem adds, by JSON name, such as <c>largest_free_kw</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Members { get; set; }
}
