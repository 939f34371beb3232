using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaGrid.Core.Time;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>
/// The rule for a parameter or for a member of a body. It checks every request and describes itself in the reference,
/// so that the two always agree.
/// </summary>
/// <param name="Expected">The allowed values, as they read after "must be".</param>
internal abstract record ValueRule(string Expected)
{
    private const int MaxShown = 60;

    /// <summary>Checks a parameter or a header.</summary>
    /// <returns>The error, as it reads after the name; null for none.</returns>
    public abstract string? Check(string text);

    /// <summary>Checks a member of a body.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, which is not null.</param>
    /// <param name="violations">Receives each error.</param>
    public abstract void Check(string name, JsonElement value, Violations violations);

    /// <summary>Adds the rule to the schema of the reference.</summary>
    public abstract void Describe(OpenApiSchema schema);

    /// <summary>The error that a value is not what it must be.</summary>
    /// <param name="sent">The value.</param>
    protected string NotExpected(string sent) =>
        $"must be {Expected}, not {(sent.Length > MaxShown ? string.Concat(sent.AsSpan(0, MaxShown), "...") : sent)}";
}

/// <summary>A rule that only needs the text of a string.</summary>
internal abstract record StringRule(string Expected) : ValueRule(Expected)
{
    public override void Check(string name, JsonElement value, Violations violations)
    {
        var problem = value.ValueKind == JsonValueKind.String
            ? Check(value.GetString()!)
            : NotExpected(value.GetRawText());
        if (problem is not null)
            violations.Add(name, problem);
    }
}

/// <summary>One of several words.</summary>
internal sealed record WordRule(params string[] Words) : StringRule(InSentence(Words))
{
    /// <summary>The value where none is sent; null for none.</summary>
    public string? Default { get; init; }

    public override string? Check(string text) =>
        Words.Contains(text, StringComparer.Ordinal) ? null : NotExpected($"'{text}'");

    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Words.Select(word => JsonValue.Create(word))];
        schema.Default = Default;
    }

    private static string InSentence(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";
}

/// <summary>A text of a certain form.</summary>
/// <param name="Expected">The allowed values, as they read after "must be".</param>
/// <param name="Problem">
/// Null for a text of the form; else the error as a clause, or an empty text where the form says enough.
/// </param>
/// <param name="Format">The name of the form in JSON Schema; null for none.</param>
internal sealed record TextRule(string Expected, Func<string, string?> Problem, string? Format = null)
    : StringRule(Expected)
{
    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>A text for which a predicate holds.</summary>
    public static TextRule Where(string expected, Predicate<string> isOne) =>
        new(expected, text => isOne(text) ? null : "");

    public override string? Check(string text) => Problem(text) switch
    {
        null => null,
        "" => NotExpected($"'{text}'"),
        var problem => $"must be {Expected}: {problem}",
    };

    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Format, schema.MinLength, schema.MaxLength) =
            (JsonSchemaType.String, Format, MinLength, MaxLength);
}

/// <summary>A moment, as RFC 3339 writes it.</summary>
internal sealed record TimeRule() : StringRule($"a time with its zone as RFC 3339 has it, such as {Rfc3339.Example}")
{
    public override string? Check(string text) => Rfc3339.TryParse(text, out _) ? null : NotExpected($"'{text}'");

    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
}
