using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>
/// The schemas of the reference: those of requests come from their rules, those of answers from the contracts.
/// </summary>
internal sealed class Schemas(
    OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
{
    /// <summary>The schema of a rule.</summary>
    public static OpenApiSchema Of(ValueRule rule)
    {
        var schema = new OpenApiSchema();
        rule.Describe(schema);
        return schema;
    }

    /// <summary>Corrects the exporter's schema of a contract.</summary>
    public static Task CorrectAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        // The reader also accepts numbers in quotes, but the node never writes them.
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);

        // The exporter cannot see what a converter writes.
        if (context.JsonTypeInfo.ElementType == typeof(StoredValue?))
            schema.AdditionalProperties = new OpenApiSchema
            {
                OneOf = [Text(), StoredValueRule.Bytes(), new OpenApiSchema { Type = JsonSchemaType.Null }]
            };

        var words = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(
            typeof(AllowedValuesAttribute), inherit: false)
            ?? [];
        if (words is [AllowedValuesAttribute { Values: var values }])
            schema.Enum = [.. values.OfType<string>().Select(word => JsonValue.Create(word))];

        // The node omits a member that has no value; it never writes null.
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (schema.Required?.Contains(name) != true && member is OpenApiSchema { Type: { } of } optional)
                optional.Type = of & ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    /// <summary>The schema of a request's body.</summary>
    public IOpenApiSchema OfRequest(Body body) =>
        body.Type is { } type ? Reference(type.Name, () => Object(body)) : Text();

    /// <summary>The schema of an answer's body.</summary>
    public async Task<IOpenApiSchema> OfAnswerAsync(Body body)
    {
        if (body.Type is not { } type)
            return Text();

        // A type of both requests and answers, such as a link of the lab, has the schema of the request.
        var schema = document.Components?.Schemas?.ContainsKey(type.Name) == true
            ? null
            : await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken);
        return Reference(type.Name, () => schema!);
    }

    /// <summary>The schema of a problem of one of some kinds.</summary>
    public IOpenApiSchema OfProblem(IEnumerable<string> kinds) => new OpenApiSchema
    {
        AllOf =
        [
            Reference(nameof(Problem), Problem),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Enum = [.. kinds.Select(kind => JsonValue.Create(ProblemKinds.Prefix + kind))],
                    },
                },
            },
        ],
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Object(Body body) => new()
    {
        Type = JsonSchemaType.Object,
        Required = body.Members.Where(member => member.IsRequired).Select(member => member.Name).ToHashSet(),
        Properties = body.Members.ToDictionary(member => member.Name, IOpenApiSchema (member) => Of(member)),
    };

    private static OpenApiSchema Of(Member member)
    {
        var schema = Of(member.Rule);
        schema.Description = member.Description;
        if (member.TakesNull && schema.Type is { } type)
            schema.Type = type | JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Every error: problem details (RFC 9457) that also carry their text as error. A kind may "
            + "add members of its own:\n"
            + string.Join("\n", ProblemTexts.Added.Select(added => $"- {added.Key}: {added.Value}")),
        Required = new HashSet<string> { "type", "title", "status", "detail", "error" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text(
                $"The kind of error, a stable word behind {ProblemKinds.Prefix}; clients may switch on it."),
            ["title"] = Text("The kind in words."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "The HTTP status code."
            },
            ["detail"] = Text("The error, and what to do about it, for a person."),
            ["error"] = Text("The same; where the systems that AkkaGrid replaces have a text of their own, that text."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The errors of a request by the name of the parameter, header or member.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
            },
        },
    };

    private OpenApiSchemaReference Reference(string name, Func<OpenApiSchema> make)
    {
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent(name, make());
        return new OpenApiSchemaReference(name, document);
    }
}
