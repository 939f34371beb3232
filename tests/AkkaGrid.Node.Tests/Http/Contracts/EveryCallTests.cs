using System.Net;
using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http.Reference;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.Contracts;

/// <summary>The one rule for all calls, held against each call that the reference names.</summary>
public sealed class EveryCallTests(EveryCallTests.OneNode one) : IClassFixture<EveryCallTests.OneNode>
{
    private static readonly string[] AllMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private HttpClient Http => one.Node.Http;

    [Fact]
    public Task A_query_parameter_that_a_call_does_not_know_is_400() => EachAsync(
        Calls().Where(call => !call.TakesUnknown),
        async call =>
        {
            using var answer = await SendAsync(call, Target(call) + "?no_such=1");

            await IsProblemAsync(answer, HttpStatusCode.BadRequest, "has no query parameter 'no_such'; it has");
        });

    [Fact]
    public Task A_query_parameter_that_is_sent_twice_is_400() => EachAsync(
        Calls().Where(call => call.QueryNames.Count > 0),
        async call =>
        {
            var name = call.QueryNames.First();
            using var answer = await SendAsync(call, $"{Target(call)}?{name}=1&{name}=1");

            await IsProblemAsync(answer, HttpStatusCode.BadRequest, $"{name} is sent more than once");
        });

    [Fact]
    public Task All_that_is_wrong_with_a_query_is_named_with_what_it_may_be() => EachAsync(
        Calls().Where(call => call.QueryNames.Any(IsChecked)),
        async call =>
        {
            var names = call.QueryNames.Where(IsChecked).ToList();
            using var answer = await SendAsync(
                call, $"{Target(call)}?{string.Join('&', names.Select(name => $"{name}=%3F%3F"))}");

            var problem = await IsProblemAsync(answer, HttpStatusCode.BadRequest, "must be");
            Assert.All(
                names,
                name => Assert.StartsWith("must be ", problem.GetProperty("errors").GetProperty(name)[0].GetString()));
        });

    [Fact]
    public Task A_member_that_a_call_does_not_know_is_400() => EachAsync(
        Calls().Where(call => call.TakesJson && !call.TakesUnknown),
        async call =>
        {
            using var answer = await SendAsync(call, Target(call), """{"no_such":1}""");

            var problem = await IsProblemAsync(answer, HttpStatusCode.BadRequest, "has no member 'no_such'; it has");
            Assert.All(
                call.Request?.Members.Where(member => member.IsRequired) ?? [],
                member =>
                    Assert.Equal("is missing", problem.GetProperty("errors").GetProperty(member.Name)[0].GetString()));
        });

    [Fact]
    public Task Each_member_that_is_wrong_is_named_with_what_it_may_be() => EachAsync(
        Calls()
            .Where(call => call.Request?.Members.Any(member => member.Rule is not Node.Http.Contracts.AnyRule) == true),
        async call =>
        {
            var names = call.Request!.Members.Where(member => member.Rule is not Node.Http.Contracts.AnyRule)
                .Select(member => member.Name).ToList();
            using var answer = await SendAsync(
                call, Target(call), $$"""{{{string.Join(',', names.Select(name => $"\"{name}\":[[]]"))}}}""");

            var problem = await IsProblemAsync(answer, HttpStatusCode.BadRequest, "must be");
            Assert.All(names, name => Assert.Contains(
                problem.GetProperty("errors").EnumerateObject(),
                error => error.Name.StartsWith(name, StringComparison.Ordinal)
                    && error.Value[0].GetString()!.StartsWith("must be ", StringComparison.Ordinal)));
        });

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=no-such")]
    public Task Json_that_is_sent_as_something_else_is_415(string contentType) => EachAsync(
        Calls().Where(call => call.TakesJson),
        async call =>
        {
            using var answer = await SendAsync(call, Target(call), "{}", contentType);

            await IsProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "application/json");
            Assert.Equal(["application/json"], answer.Headers.NonValidated["Accept"]);
        });

    [Fact]
    public Task A_body_in_an_encoding_is_415_and_a_part_of_one_400() => EachAsync(
        Calls().Where(call => call.TakesJson || call.Method == HttpMethod.Put),
        async call =>
        {
            using var packed = await SendAsync(Request(call, "{}", ("Content-Encoding", "gzip")));
            using var part = await SendAsync(Request(call, "{}", ("Content-Range", "bytes 0-1/4")));

            await IsProblemAsync(packed, HttpStatusCode.UnsupportedMediaType, "Content-Encoding gzip");
            Assert.Equal(["identity"], packed.Headers.NonValidated["Accept-Encoding"]);
            await IsProblemAsync(part, HttpStatusCode.BadRequest, "Content-Range");

            static HttpRequestMessage Request(Call call, string body, (string Name, string Value) header)
            {
                var request = new HttpRequestMessage(call.Method, Target(call))
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
                return request;
            }
        });

    [Theory]
    [InlineData("Origin", "https://evil.example", 403, "https://evil.example")]
    [InlineData("Origin", "null", 403, "null")]
    [InlineData("Sec-Fetch-Site", "cross-site", 403, "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site", 403, "same-site")]
    [InlineData("Host", "evil.example", 400, "not called 'evil.example'")]
    public Task What_a_page_of_another_site_sends_is_refused_where_it_would_change_something(
        string header, string value, int status, string detail) => EachAsync(
        Calls().Where(call => call.Method != HttpMethod.Get),
        async call =>
        {
            var request = new HttpRequestMessage(call.Method, Target(call));
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await SendAsync(request);

            await IsProblemAsync(answer, (HttpStatusCode)status, detail);
        });

    [Fact]
    public Task A_duplicate_member_is_named() => EachAsync(
        Calls().Where(call => call.TakesJson),
        async call =>
        {
            using var answer = await SendAsync(call, Target(call), """{"a":{"b":[{"c":1,"c":2}]}}""");

            await IsProblemAsync(answer, HttpStatusCode.BadRequest, "'a.b.c' more than once");
        });

    [Fact]
    public Task A_method_that_a_path_does_not_take_is_405_and_options_says_which_it_takes() => EachAsync(
        Calls().GroupBy(call => call.Path).Select(group => group.First()),
        async call =>
        {
            var taken = Calls().Where(other => other.Path == call.Path).Select(other => other.Method.Method).ToList();
            var allow = taken.Concat(taken.Contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"])
                .Order(StringComparer.Ordinal).ToList();

            using var options = await SendAsync(HttpMethod.Options, Target(call));
            Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
            Assert.Equal(allow, options.Content.Headers.Allow.Order(StringComparer.Ordinal));
            foreach (var method in AllMethods.Except(taken))
            {
                using var answer = await SendAsync(new HttpMethod(method), Target(call));
                await IsProblemAsync(answer, HttpStatusCode.MethodNotAllowed, $"does not accept {method}");
                Assert.Equal(allow, answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
            }
        });

    [Fact]
    public Task A_path_in_another_case_is_404() => EachAsync(
        Calls(),
        async call =>
        {
            // "key" is the word that stands for every key once it is read.
            foreach (var target in new[] { Target(call), call.Path.Replace("{key}", "key", StringComparison.Ordinal) })
            {
                using var answer = await SendAsync(call, $"/{char.ToUpperInvariant(target[1])}{target[2..]}");
                await IsProblemAsync(answer, HttpStatusCode.NotFound, "There is nothing at");
            }
        });

    [Fact]
    public async Task Head_is_get_without_a_body()
    {
        await Http.PutAsync("/kv/x", new StringContent("1"));
        await Eventually.True(
            async () => (await Http.GetAsync("/health/ready")).IsSuccessStatusCode, "the node is ready");
        await EachAsync(
            Calls().Where(call => call.Method == HttpMethod.Get),
            async call =>
            {
                using var get = await Http.SendAsync(
                    new(HttpMethod.Get, Target(call)), HttpCompletionOption.ResponseHeadersRead);
                using var head = await SendAsync(HttpMethod.Head, Target(call));

                Assert.Equal(get.StatusCode, head.StatusCode);
                Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
                Assert.Equal(get.Headers.ETag, head.Headers.ETag);
                Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            });
    }

    // The lab is off here.
    private static IEnumerable<Call> Calls() =>
        ReferenceDocument.Topics.SelectMany(topic => topic.Calls).Where(call => call.Path != "/lab/links");

    // Keys and prefixes may be any text.
    private static bool IsChecked(string name) => name is not ("prefix" or "after" or "key");

    private static string Target(Call call) => call.Path.Replace("{key}", "x", StringComparison.Ordinal)
        .Replace("{id}", "0f8fad5bd9cb469fa16570867728950e", StringComparison.Ordinal);

    private static async Task EachAsync(IEnumerable<Call> calls, Func<Call, Task> check)
    {
        var checkedCalls = 0;
        foreach (var call in calls)
        {
            try
            {
                await check(call);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{call.Method} {call.Path}: {error.Message}", error);
            }

            checkedCalls++;
        }

        Assert.NotEqual(0, checkedCalls);
    }

    private Task<HttpResponseMessage> SendAsync(
        Call call, string target, string body = "{}", string contentType = "application/json")
    {
        var request = new HttpRequestMessage(call.Method, target);
        if (call.TakesJson)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Http.SendAsync(request);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string target) =>
        Http.SendAsync(new(method, target));

    private static async Task<JsonElement> IsProblemAsync(
        HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("}\n", text);
        var problem = JsonElement.Parse(text);
        Assert.StartsWith(ProblemKinds.Prefix, problem.GetProperty("type").GetString());
        Assert.Contains(detail, problem.GetProperty("detail").GetString());
        return problem;
    }

    /// <summary>A node for all of these tests: none of them changes it.</summary>
    public sealed class OneNode : IAsyncLifetime
    {
        internal ServingNode Node { get; private set; } = null!;

        public async Task InitializeAsync() => Node = await ServingNode.StartAsync();

        public async Task DisposeAsync() => await Node.DisposeAsync();
    }
}
