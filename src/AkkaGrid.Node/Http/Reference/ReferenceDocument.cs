using System.Globalization;
using System.Text.Json.Nodes;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>
/// Writes the reference as OpenAPI: every call with its contracts, an example of each body, and its problems.
/// </summary>
/// <remarks>
/// It comes from tables, not from the routes: the most frequent calls are not route handlers, and routes that read
/// their bodies themselves have no metadata about them. A test compares the tables with the routes, and the examples
/// with the contracts.
/// </remarks>
internal sealed class ReferenceDocument : IOpenApiDocumentTransformer
{
    private const string Name = "v1";
    private const string ProblemJson = "application/problem+json";

    /// <summary>All topics, in the order in which they are shown.</summary>
    public static IReadOnlyList<Topic> Topics { get; } =
        [StoreTopic.Topic, ChargingTopic.Topic, OperationsTopic.Topic, OriginalsTopic.Topic];

    /// <summary>Writes the document.</summary>
    /// <param name="node">The services of the node, for its environment and JSON options.</param>
    /// <returns>The document in JSON.</returns>
    public static async Task<byte[]> WriteAsync(IServiceProvider node)
    {
        var services = new ServiceCollection().AddLogging().AddRoutingCore();
        services.AddSingleton(node.GetRequiredService<IHostEnvironment>());
        services.AddSingleton(node.GetRequiredService<IOptions<JsonOptions>>());
        services.AddOpenApi(Name, options =>
        {
            options.AddDocumentTransformer<ReferenceDocument>();
            options.AddSchemaTransformer(static (schema, context, _) => Schemas.CorrectAsync(schema, context));
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
            Description =
                "A causally consistent key-value store and a dispatcher for EV charging in one cluster. Every node "
                    + "serves all calls. Errors are problem details (RFC 9457) that also carry their text as "
                    + "\"error\". At every path, an unsupported method is 405 (method-not-allowed) with Allow, HEAD is "
                    + "GET without a body, and OPTIONS has the supported methods in Allow.",
        };
        document.Tags = new HashSet<OpenApiTag>(Topics.Select(topic => new OpenApiTag
        {
            Name = topic.Name,
            Description = topic.Description,
        }));
        document.Paths = new OpenApiPaths();
        var schemas = new Schemas(document, context, cancellationToken);
        foreach (var topic in Topics)
            foreach (var call in topic.Calls)
            {
                if (!document.Paths.TryGetValue(call.Path, out var path))
                    document.Paths[call.Path] = path = new OpenApiPathItem();
                ((OpenApiPathItem)path).AddOperation(call.Method, await WriteAsync(call, topic, document, schemas));
            }
    }

    private static async Task<OpenApiOperation> WriteAsync(
        Call call, Topic topic, OpenApiDocument document, Schemas schemas)
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
                Required = !request.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [request.ContentType] = Write(request, schemas.OfRequest(request))
                },
            };
        operation.Responses[Text(call.Status)] = await SuccessAsync(call, schemas);
        if (call.HasNotModified)
            operation.Responses[Text(304)] = new OpenApiResponse
            {
                Description = "The client already has this version.",
                Headers = Write(call.AnswerHeaders)
            };
        foreach (var (status, kinds) in call.AllProblems)
            operation.Responses[Text(status)] = Write(status, kinds, schemas);
        return operation;
    }

    private static async Task<OpenApiResponse> SuccessAsync(Call call, Schemas schemas)
    {
        var success = new OpenApiResponse
        {
            Description = "Done.",
            Headers = Write(call.AnswerHeaders),
            Content = new Dictionary<string, OpenApiMediaType>(),
        };
        foreach (var answer in new[] { call.Answer, call.OtherAnswer }.OfType<Body>())
            success.Content[answer.ContentType] = Write(answer, await schemas.OfAnswerAsync(answer));
        return success;
    }

    private static OpenApiResponse Write(int status, string[] kinds, Schemas schemas)
    {
        var problem = new OpenApiResponse
        {
            Description = string.Join(" ", kinds.Select(kind => $"`{kind}`: {ProblemTexts.Of[kind]}")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemJson] = new OpenApiMediaType
                {
                    Schema = schemas.OfProblem(kinds),
                    Examples = kinds.ToDictionary(kind => kind, kind => (IOpenApiExample)new OpenApiExample
                    {
                        Summary = ProblemTexts.Of[kind],
                        Value = Example(status, kind),
                    }),
                },
            },
        };
        if (kinds.Any(ProblemTexts.WithRetryAfter.Contains))
            problem.Headers = Write([Parameter.Header("Retry-After", "When to try again, in seconds.", Rules.Count)]);
        return problem;
    }

    private static IOpenApiParameter Write(Parameter parameter) => new OpenApiParameter
    {
        In = parameter.In,
        Name = parameter.Name,
        Description = parameter.Description,
        Required = parameter.IsRequired,
        Schema = Schemas.Of(parameter.Rule),
    };

    private static Dictionary<string, IOpenApiHeader> Write(IEnumerable<Parameter> headers) => headers.ToDictionary(
        header => header.Name,
        header =>
            (IOpenApiHeader)new OpenApiHeader { Description = header.Description, Schema = Schemas.Of(header.Rule) });

    private static OpenApiMediaType Write(Body body, IOpenApiSchema schema) => new()
    {
        Schema = schema,
        Example = body.Type is null ? JsonValue.Create(body.Example) : JsonNode.Parse(body.Example),
    };

    private static JsonObject Example(int status, string kind) => new()
    {
        ["type"] = ProblemKinds.Prefix + kind,
        ["title"] = kind.Replace('-', ' '),
        ["status"] = status,
        ["detail"] = ProblemTexts.Of[kind],
        ["error"] = ProblemTexts.Of[kind],
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
