using System.Text.Json;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>
/// Stands in for the stream of a node: the page receives the events that the test sends, in their order, and beats
/// between.
/// </summary>
internal static class ScriptedStream
{
    /// <summary>The script that a page needs for it, before its own scripts run.</summary>
    public const string Script =
        """
        delete window.SharedWorker;
        window.EventSource = class {
          listeners = {};
          constructor() { window.scripted = this; }
          addEventListener(topic, listener) { this.listeners[topic] = listener; }
          close() {}
        };
        setInterval(() => window.scripted?.listeners.beat?.({ data: JSON.stringify({ now: Date.now() }) }), 1000);
        """;

    /// <summary>Sends an event to the page.</summary>
    public static Task SendAsync(OpenPage page, string topic, object data) => page.Page.EvaluateAsync(
        "([topic, data]) => window.scripted.listeners[topic]({ data })",
        new object[] { topic, JsonSerializer.Serialize(data) });
}
