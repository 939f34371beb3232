using System.Text.Json;
using AkkaGrid.Client.Contracts;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>A value of the store: text, or bytes as in lists and envelopes, or as in snapshots.</summary>
internal sealed record StoredValueRule() : JsonRule(
    """text, {"value": "...", "encoding": "base64"} or {"base64": "..."}""")
{
    public override void Check(string name, JsonElement value, Violations violations)
    {
        if (!StoredValue.TryRead(value, out _))
            violations.Add(name, NotExpected(value.GetRawText()));
    }

    public override void Describe(OpenApiSchema schema)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        schema.OneOf =
        [
            text,
            Object(
                ("value", text),
                ("encoding", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [StoredValue.Base64] })),
            Bytes(),
        ];
    }

    /// <summary>The schema of bytes that are not text.</summary>
    public static OpenApiSchema Bytes() =>
        Object((StoredValue.Base64, new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" }));

    private static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { members[0].Name },
        Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)member.Schema),
    };
}
