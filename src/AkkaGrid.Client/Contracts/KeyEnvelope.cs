using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /kv/{key}?envelope=true</c>: the winning version and what is concurrent with it.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="Value">The winner's bytes as text, see <c>encoding</c>; null where the winner is a delete.</param>
/// <param name="Encoding"><c>base64</c> where the bytes are not UTF-8 text, else absent.</param>
/// <param name="Siblings">The versions besides the winner; empty where there is no conflict.</param>
/// <param name="Clock">The clock of the replica that answered.</param>
/// <param name="Context">The causal context after the call, opaque.</param>
public sealed record KeyEnvelope(
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value,
    IReadOnlyList<Sibling> Siblings,
    IReadOnlyDictionary<string, ulong> Clock,
    string Context,
    [property: AllowedValues(StoredValue.Base64)] string? Encoding = null);
