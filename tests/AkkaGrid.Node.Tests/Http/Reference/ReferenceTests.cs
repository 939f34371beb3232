using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Http.Reference;
using AkkaGrid.Node.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Http.Reference;

public sealed class ReferenceTests
{
    private static readonly JsonSerializerOptions Strict =
        new(GridJson.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    // What people look at is no call.
    private static readonly string[] Pages = ["/", "/docs", "/openapi/v1.json", "/assets/{part}"];

    [Fact]
    public async Task Every_route_is_in_the_reference_and_nothing_else()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        var routes = nodes[0].Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !Pages.Contains("/" + route.RoutePattern.RawText!.TrimStart('/')))
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => $"{method} /{route.RoutePattern.RawText!.Replace("**", "").Trim('/')}"))
            // The lab is off here.
            .Concat(["GET /lab/links", "POST /lab/links"]);

        Assert.Equal(
            routes.Distinct().Order(StringComparer.Ordinal),
            Calls().Select(call => $"{call.Method} {call.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_holds_to_its_contract()
    {
        foreach (var body in Calls().SelectMany(call => new[] { call.Request, call.Answer }).OfType<Body>()
            .Where(body => body.Type is not null))
        {
            var read = JsonSerializer.Deserialize(body.Example, body.Type!, Strict);
            Assert.NotNull(read);
        }
    }

    [Fact]
    public void Every_body_that_is_sent_to_us_has_the_members_of_its_contract()
    {
        foreach (var body in Calls().Select(call => call.Request).OfType<Body>().Where(body => body.Type is not null))
        {
            Assert.Equal(
                GridJson.Default.GetTypeInfo(body.Type!)!.Properties.Select(property => property.Name)
                    .Order(StringComparer.Ordinal),
                body.Members.Select(member => member.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_member_that_is_not_required_may_be_null()
    {
        foreach (var body in Calls().Select(call => call.Request).OfType<Body>().Where(body => body.Type is not null))
        {
            var sent = JsonNode.Parse(body.Example)!.AsObject();
            foreach (var member in body.Members.Where(member => !member.IsRequired))
                sent[member.Name] = null;

            Assert.NotNull(sent.Deserialize(GridJson.Default.GetTypeInfo(body.Type!)!));
        }
    }

    [Fact]
    public void Every_kind_of_problem_is_explained_and_comes_from_some_call()
    {
        var kinds = typeof(ProblemKinds).GetFields()
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(kind => kind != ProblemKinds.Prefix)
            .Order()
            .ToList();

        Assert.Equal(kinds, ProblemTexts.Of.Keys.Order());
        Assert.Equal(
            kinds.Except([ProblemKinds.Internal, ProblemKinds.MethodNotAllowed, ProblemKinds.RequestTimeout]),
            Calls().SelectMany(call => call.AllProblems).SelectMany(problem => problem.Kinds).Distinct().Order());
    }

    [Fact]
    public async Task The_document_names_contracts_examples_and_problems_and_the_page_reads_it()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        var document = JsonElement.Parse(await http.GetByteArrayAsync("/openapi/v1.json"));
        using var page = await http.GetAsync("/docs");

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString());
        Assert.Equal(NodeVersion.Text, document.GetProperty("info").GetProperty("version").GetString());
        Assert.Equal(
            Calls().Count(),
            document.GetProperty("paths").EnumerateObject().Sum(path => path.Value.EnumerateObject().Count()));
        var charge = document.GetProperty("paths").GetProperty("/charge").GetProperty("post");
        Assert.Equal(
            "EV_1",
            charge.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .GetProperty("example").GetProperty("vehicle_id").GetString());
        Assert.Equal(
            "urn:akkagrid:problem:no-capacity",
            charge.GetProperty("responses").GetProperty("503").GetProperty("content").GetProperty(
                "application/problem+json")
                .GetProperty("examples")
                .GetProperty("no-capacity").GetProperty("value").GetProperty("type").GetString());
        var accepted = document.GetProperty("components").GetProperty("schemas").GetProperty("ChargeAccepted")
            .GetProperty("properties");
        Assert.True(accepted.TryGetProperty("session_id", out _));
        foreach (var reference in References(document))
            Assert.True(
                document.GetProperty("components").GetProperty("schemas")
                    .TryGetProperty(reference["#/components/schemas/".Length..], out _),
                reference);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("connect-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task The_document_says_what_is_required_what_words_there_are_and_names_nothing_of_ours()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        var document = JsonElement.Parse(await http.GetByteArrayAsync("/openapi/v1.json"));

        var schemas = document.GetProperty("components").GetProperty("schemas");
        var charge = schemas.GetProperty("ChargeRequest");
        Assert.Equal(["vehicle_id", "charge_amount", "priority"], Texts(charge.GetProperty("required")));
        Assert.Equal(
            ["low", "normal", "high"],
            Texts(charge.GetProperty("properties").GetProperty("priority").GetProperty("enum")));
        Assert.Equal(3600, charge.GetProperty("properties").GetProperty("max_wait").GetProperty("maximum").GetDouble());
        Assert.Contains(
            "The least power in kW",
            charge.GetProperty("properties").GetProperty("min_charge_amount").GetProperty("description").GetString());
        var session = schemas.GetProperty("Session").GetProperty("properties");
        Assert.Equal(
            ["pending", "active", "completed", "invalid"], Texts(session.GetProperty("state").GetProperty("enum")));
        Assert.Equal("date-time", session.GetProperty("start_time").GetProperty("format").GetString());
        Assert.Equal("string", session.GetProperty("superseded_by").GetProperty("type").GetString());
        Assert.Equal(["from", "to", "mode"], Texts(schemas.GetProperty("LabLink").GetProperty("required")));
        Assert.Equal(3, schemas.GetProperty("Snapshot").GetProperty("properties")
            .GetProperty("values").GetProperty("additionalProperties").GetProperty("oneOf").GetArrayLength());
        Assert.Equal(
            ["type", "title", "status", "detail", "error"],
            Texts(schemas.GetProperty("Problem").GetProperty("required")));
        var answers = document.GetProperty("paths").GetProperty("/charge").GetProperty("post").GetProperty("responses");
        Assert.True(answers.GetProperty("200").GetProperty("headers").TryGetProperty("Location", out _));
        Assert.True(answers.GetProperty("503").GetProperty("headers").TryGetProperty("Retry-After", out _));
        Assert.Contains("urn:akkagrid:problem:no-capacity", answers.GetProperty("503").ToString());

        var ours = typeof(GridJson).Assembly.GetTypes().Select(type => type.Name).Where(name =>
            name.Skip(1).Any(char.IsUpper) || name.EndsWith("ies", StringComparison.Ordinal)).ToHashSet();
        Assert.All(Descriptions(document), description => Assert.DoesNotContain(
            description.Split(' ', '.', ',', ';', ':', '`', '(', ')', '\n'),
            word => ours.Contains(word) || word == "Encoding"));

        static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
    }

    private static IEnumerable<string> Descriptions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Descriptions),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "description" or "summary", Value.ValueKind: JsonValueKind.String }
                ? [member.Value.GetString()!]
                : Descriptions(member.Value)),
        _ => [],
    };

    private static IEnumerable<Call> Calls() => ReferenceDocument.Topics.SelectMany(topic => topic.Calls);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String }
                ? [member.Value.GetString()!]
                : References(member.Value)),
        _ => [],
    };
}
