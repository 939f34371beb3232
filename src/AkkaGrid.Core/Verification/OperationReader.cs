using System.Text.Json;

namespace AkkaGrid.Core.Verification;

/// <summary>Reads an operation from JSON.</summary>
internal static class OperationReader
{
    private static readonly HashSet<string> Fields =
    [
        "session", "replica", "op", "key", "value", "dot", "siblings", "puts", "deletes", "values", "prefix", "after",
        "next", "id", "follows", "outcome", "note",
    ];

    /// <exception cref="FormatException">It is not of the format.</exception>
    public static Operation Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is not a JSON object");
        foreach (var field in line.EnumerateObject())
        {
            if (!Fields.Contains(field.Name))
                throw new FormatException($"there is no field '{field.Name}'");
        }

        var kind = Required(line, "op");
        return OfKind(kind, line, Required(line, kind == "final" ? "replica" : "session")) with
        {
            Id = Text(line, "id"),
            After = Texts(line, "follows"),
            Outcome = Text(line, "outcome") switch
            {
                null or "ok" => Outcome.Ok,
                "failed" => Outcome.Failed,
                "unknown" => Outcome.Unknown,
                var other => throw new FormatException($"outcome is ok, failed or unknown, not '{other}'"),
            },
        };
    }

    private static Operation OfKind(string kind, JsonElement line, string session) => kind switch
    {
        "put" =>
            Operation.Put(session, Required(line, "key"), Required(line, "value")) with { Dot = Text(line, "dot") },
        "delete" => Operation.Delete(session, Required(line, "key")) with { Dot = Text(line, "dot") },
        "batch" => Operation.Batch(session, Written(line)) with { Dot = Text(line, "dot") },
        "get" => new Operation(session) { Reads = [new KeyRead(Required(line, "key"), Versions(line))] },
        "snapshot" => new Operation(session) { Reads = Values(line) },
        "list" => new Operation(session)
        {
            Reads = Values(line),
            Range = new KeyRange(Text(line, "prefix") ?? "", Text(line, "after"), Text(line, "next")),
        },
        "final" => Operation.Final(session) with { Reads = Values(line) },
        _ => throw new FormatException($"op is put, delete, batch, get, snapshot, list or final, not '{kind}'"),
    };

    private static IEnumerable<(string Key, string Value)> Puts(JsonElement line) =>
        line.TryGetProperty("puts", out var puts)
            ? Object(puts, "puts")
                .Select(put => (put.Name, Text(put.Value, "puts") ?? throw new FormatException("a put has a value")))
            : [];

    private static IEnumerable<(string Key, string? Value)> Written(JsonElement line)
    {
        foreach (var (key, value) in Puts(line))
            yield return (key, value);
        foreach (var key in Texts(line, "deletes"))
            yield return (key, null);
    }

    private static List<SeenVersion> Versions(JsonElement read)
    {
        if (!read.TryGetProperty("value", out var value))
            throw new FormatException("the field 'value' is missing; it is null for a miss");
        var versions = new List<SeenVersion> { new(Text(value, "value"), Text(read, "dot")) };
        if (read.TryGetProperty("siblings", out var siblings))
            versions.AddRange(Array(siblings, "siblings").Select(Version));
        return versions;
    }

    /// <summary>A value, null for a delete that nobody names, or an object for one with a dot.</summary>
    private static SeenVersion Version(JsonElement version) => version.ValueKind == JsonValueKind.Object
        ? new SeenVersion(Text(version, "value"), Text(version, "dot"))
        : new SeenVersion(Text(version, "version"));

    private static List<KeyRead> Values(JsonElement line) => line.TryGetProperty("values", out var values)
        ? [.. Object(values, "values")
            .Select(read => new KeyRead(read.Name, read.Value.ValueKind == JsonValueKind.Object
                ? Versions(read.Value)
                : [Version(read.Value)]))]
        : throw new FormatException("the field 'values' is missing");

    private static string Required(JsonElement line, string field) =>
        Text(line, field) ?? throw new FormatException($"the field '{field}' is missing");

    private static string? Text(JsonElement line, string field) =>
        line.ValueKind == JsonValueKind.Object
            ? line.TryGetProperty(field, out var value) ? Text(value, field) : null
            : line.ValueKind switch
            {
                JsonValueKind.String => line.GetString(),
                JsonValueKind.Null => null,
                _ => throw new FormatException($"'{field}' is not text"),
            };

    private static List<string> Texts(JsonElement line, string field) => line.TryGetProperty(field, out var values)
        ? [.. Array(values, field)
            .Select(value => Text(value, field) ?? throw new FormatException($"'{field}' has a null"))]
        : [];

    private static JsonElement.ArrayEnumerator Array(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw new FormatException($"'{field}' is not an array");

    private static JsonElement.ObjectEnumerator Object(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject()
            : throw new FormatException($"'{field}' is not an object");
}
