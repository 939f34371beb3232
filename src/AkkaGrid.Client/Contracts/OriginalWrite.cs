using System.Text.Json;

namespace AkkaGrid.Client.Contracts;

/// <summary>Asks the originals' <c>POST /put</c> and <c>POST /write</c>.</summary>
/// <param name="Key">The key; required, optional to the reader so that the edge can name what is missing.</param>
/// <param name="Value">
/// Any JSON, null included; <see cref="JsonValueKind.Undefined"/> where the member is missing.
/// </param>
public sealed record OriginalWrite(string? Key = null, JsonElement Value = default);
