using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /kv?prefix=&amp;after=&amp;limit=</c>: keys in order, one causally consistent cut.</summary>
/// <param name="Items">The keys of this page with their winning values.</param>
/// <param name="Next">The <c>after</c> of the next page; null on the last.</param>
public sealed record KeyPage(
    IReadOnlyList<KeyItem> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
