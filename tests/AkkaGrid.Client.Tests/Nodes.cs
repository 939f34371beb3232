using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

/// <summary>Clients of scripted nodes.</summary>
internal static class Nodes
{
    public static GridClient Client(this ScriptedNode node, CausalSession? session = null) =>
        new(new HttpClient { BaseAddress = node.Url }, session);

    public static ScriptedAnswer Written(string context = "token") => ScriptedAnswer.Json(
        200,
        new { key = "k", dot = "a.1:1", clock = new { a = 1 }, context },
        ("X-Causal-Context", context));

    public static ScriptedAnswer Missing(params (string Name, string Value)[] headers) =>
        ScriptedAnswer.Problem(404, "not-found", "there is no such key", headers);
}
