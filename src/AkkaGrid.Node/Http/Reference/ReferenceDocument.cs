using System.Globalization;
using System.Text.Json.Nodes;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Http.Contracts;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>Writes the reference as OpenAPI: every call with its contracts, an example of each body, and its problems.</summary>
/// <remarks>
/// From tables of our own: the hottest routes are no route handlers, and those that read their bodies themselves tell
/// nobody what is in them. A test holds the tables to the routes that there are, and the examples to the contracts.
/// </remarks>
internal sealed class ReferenceDocument : IOpenApiDocumentTransformer
{
    private const string Name = "v1";
    private const string ProblemJson = "application/problem+json";

    /// <summary>All topics, in the order in which they are shown.</summary>
    public static IReadOnlyList<Topic> Topics { get; } =
        [StoreTopic.Topic, ChargingTopic.Topic, OperationsTopic.Topic, OriginalsTopic.Topic];

    /// <summary>Writes the document.</summary>
    /// <param name="node">The services of the node, for its environment and the way it writes JSON.</param>
    /// <returns>The document in JSON.</returns>
    public static async Task<byte[]> WriteAsync(IServiceProvider node)
    {
        var services = new ServiceCollection().AddLogging().AddRoutingCore();
        services.AddSingleton(node.GetRequiredService<IHostEnvironment>());
        services.AddSingleton(node.GetRequiredService<IOptions<JsonOptions>>());
        services.AddOpenApi(Name, options =>
        {
            options.AddDocumentTransformer<ReferenceDocument>();
            options.AddSchemaTransformer(static (schema, _, _) => WriteNumbersAsNumbers(schema));
        });
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        return text.ToArray();
    }

    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AkkaGrid",
            Version = NodeVersion.Text,
            Description = "A causally consistent key-value store and a dispatcher for EV charging in one cluster. Every node "
                + "serves all calls. Errors are problem details (RFC 9457) that also carry their text as \"error\".",
        };
        document.Tags = new HashSet<OpenApiTag>(Topics.Select(topic => new OpenApiTag
        {
            Name = topic.Name,
            Description = topic.Description,
        }));
        document.Paths = new OpenApiPaths();
        foreach (var topic in Topics)
            foreach (var call in topic.Calls)
            {
                if (!document.Paths.TryGetValue(call.Path, out var path))
                    document.Paths[call.Path] = path = new OpenApiPathItem();
                ((OpenApiPathItem)path).AddOperation(call.Method, await WriteAsync(call, topic, document, context, cancellationToken));
            }
    }

    private static async Task<OpenApiOperation> WriteAsync(
        Call call, Topic topic, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var operation = new OpenApiOperation
        {
            Summary = call.Summary,
            OperationId = $"{call.Method.Method.ToLowerInvariant()}{call.Path.Replace('/', '_').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}",
            Tags = new HashSet<OpenApiTagReference> { new(topic.Name, document) },
            Parameters = [.. call.Parameters.Select(Write)],
            Responses = new OpenApiResponses(),
        };
        if (call.Request is { } request)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [request.ContentType] = await WriteAsync(request, document, context, cancel),
                },
            };

        var success = new OpenApiResponse { Description = "Done." };
        if (call.Answer is { } answer)
            success.Content = new Dictionary<string, OpenApiMediaType>
            {
                [answer.ContentType] = await WriteAsync(answer, document, context, cancel),
            };
        operation.Responses[Text(call.Status)] = success;
        foreach (var (status, kinds) in call.Problems)
            operation.Responses[Text(status)] = new OpenApiResponse
            {
                Description = string.Join(" ", kinds.Select(kind => $"`{kind}`: {ProblemTexts.Of[kind]}")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemJson] = new OpenApiMediaType
                    {
                        Schema = await SchemaAsync(typeof(Problem), document, context, cancel),
                        Examples = kinds.ToDictionary(kind => kind, kind => (IOpenApiExample)new OpenApiExample
                        {
                            Summary = ProblemTexts.Of[kind],
                            Value = Example(status, kind),
                        }),
                    },
                },
            };
        return operation;
    }

    private static IOpenApiParameter Write(Parameter parameter) => new OpenApiParameter
    {
        In = parameter.In,
        Name = parameter.Name,
        Description = parameter.Description,
        Required = parameter.IsRequired,
        Schema = SchemaOf(parameter.Rule),
    };

    private static OpenApiSchema SchemaOf(ValueRule rule)
    {
        var schema = new OpenApiSchema();
        rule.Describe(schema);
        return schema;
    }

    private static async Task<OpenApiMediaType> WriteAsync(
        Body body, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel) => new()
        {
            Schema = body.Type is { } type
                ? await SchemaAsync(type, document, context, cancel)
                : new OpenApiSchema { Type = JsonSchemaType.String },
            Example = body.Type is null ? JsonValue.Create(body.Example) : JsonNode.Parse(body.Example),
        };

    private static async Task<IOpenApiSchema> SchemaAsync(
        Type type, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
            document.AddComponent(
                type.Name,
                type == typeof(LegacyWrite) ? Original() : await context.GetOrCreateSchemaAsync(type, cancellationToken: cancel));
        return new OpenApiSchemaReference(type.Name, document);
    }

    // The exporter cannot write down the default of its value, which is any JSON.
    private static OpenApiSchema Original() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "key", "value" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["key"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["value"] = new OpenApiSchema { Description = "Any JSON." },
        },
    };

    private static JsonObject Example(int status, string kind) => new()
    {
        ["type"] = ProblemKinds.Prefix + kind,
        ["title"] = kind.Replace('-', ' '),
        ["status"] = status,
        ["detail"] = ProblemTexts.Of[kind],
        ["error"] = ProblemTexts.Of[kind],
    };

    // The reader also takes numbers in quotes; nothing that a node writes has them.
    private static Task WriteNumbersAsNumbers(OpenApiSchema schema)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        return Task.CompletedTask;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
