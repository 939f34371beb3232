using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers the originals' <c>POST /write</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value as sent, any JSON.</param>
/// <param name="VectorClock">
/// The clock of the replica as an array: one counter per replica, in the order of their names.
/// </param>
/// <param name="NodeId">The place of the answering replica in that array, from 0.</param>
public sealed record WriteAnswer(
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Value,
    IReadOnlyList<ulong> VectorClock,
    int NodeId);
