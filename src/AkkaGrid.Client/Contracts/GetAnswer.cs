using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers the originals' <c>GET /get?key=</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, any JSON; null where there is none.</param>
/// <param name="Vc">The clock of the replica, an object.</param>
public sealed record GetAnswer(
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Value,
    IReadOnlyDictionary<string, ulong> Vc);
