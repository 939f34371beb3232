using System.Text.Json;

namespace AkkaGrid.Core.Verification;

/// <summary>Writes an operation as JSON.</summary>
internal static class OperationWriter
{
    public static void Write(Utf8JsonWriter json, Operation operation)
    {
        json.WriteStartObject();
        json.WriteString(operation.IsFinal ? "replica" : "session", operation.Session);
        if (operation.Id is not null)
            json.WriteString("id", operation.Id);
        if (operation.After.Count > 0)
            WriteList(json, "follows", operation.After);
        WriteBody(json, operation);
        if (operation.Dot is not null)
            json.WriteString("dot", operation.Dot);
        if (operation.Outcome != Outcome.Ok)
            json.WriteString("outcome", operation.Outcome == Outcome.Failed ? "failed" : "unknown");
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, Operation operation)
    {
        switch (operation)
        {
            case { IsFinal: true }:
                json.WriteString("op", "final");
                WriteValues(json, operation.Reads);
                break;
            case { Range: { } range }:
                json.WriteString("op", "list");
                json.WriteString("prefix", range.Prefix);
                if (range.After is not null)
                    json.WriteString("after", range.After);
                if (range.Through is not null)
                    json.WriteString("next", range.Through);
                WriteValues(json, operation.Reads);
                break;
            case { Writes: [var write] }:
                json.WriteString("op", write.Value is null ? "delete" : "put");
                json.WriteString("key", write.Key);
                if (write.Value is not null)
                    json.WriteString("value", write.Value);
                break;
            case { Writes.Count: > 1 }:
                json.WriteString("op", "batch");
                json.WriteStartObject("puts");
                foreach (var put in operation.Writes.Where(write => write.Value is not null))
                    json.WriteString(put.Key, put.Value);
                json.WriteEndObject();
                WriteList(
                    json, "deletes", operation.Writes.Where(write => write.Value is null).Select(write => write.Key));
                break;
            case { Reads: [var read] }:
                json.WriteString("op", "get");
                json.WriteString("key", read.Key);
                WriteVersions(json, read.Versions);
                break;
            default:
                json.WriteString("op", "snapshot");
                WriteValues(json, operation.Reads);
                break;
        }
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyRead> reads)
    {
        json.WriteStartObject("values");
        foreach (var read in reads)
        {
            json.WritePropertyName(read.Key);
            if (read.Versions is [{ Dot: null } only])
            {
                json.WriteStringValue(only.Value);
                continue;
            }

            json.WriteStartObject();
            WriteVersions(json, read.Versions);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteVersions(Utf8JsonWriter json, IReadOnlyList<SeenVersion> versions)
    {
        json.WriteString("value", versions[0].Value);
        if (versions[0].Dot is not null)
            json.WriteString("dot", versions[0].Dot);
        if (versions.Count == 1)
            return;
        json.WriteStartArray("siblings");
        foreach (var sibling in versions.Skip(1))
        {
            if (sibling.Dot is null)
            {
                json.WriteStringValue(sibling.Value);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("value", sibling.Value);
            json.WriteString("dot", sibling.Dot);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
