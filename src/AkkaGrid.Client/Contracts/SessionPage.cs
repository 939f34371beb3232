using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /sessions?substation=&amp;state=&amp;after=&amp;limit=</c>.</summary>
/// <param name="Items">The sessions of this page.</param>
/// <param name="Next">The <c>after</c> of the next page; null on the last.</param>
public sealed record SessionPage(
    IReadOnlyList<Session> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
