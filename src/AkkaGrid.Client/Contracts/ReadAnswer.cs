using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers the originals' <c>GET /read/{key}</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, any JSON; null where there is none.</param>
/// <param name="VectorClock">
/// The clock of the replica as an array: one counter per replica, in the order of their names.
/// </param>
public sealed record ReadAnswer(
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Value,
    IReadOnlyList<ulong> VectorClock);
