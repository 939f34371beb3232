using System.Net;
using System.Text;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Http.Reference;
using AkkaGrid.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaGrid.Node.Tests.Http;

/// <summary>
/// Every route of a node runs behind the middleware that judges a call by its endpoint, the hot ones too.
/// </summary>
public sealed class RoutePolicyTests : IAsyncLifetime
{
    private const HttpStatusCode Refused = HttpStatusCode.UnavailableForLegalReasons;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        NodeComposition.AddServices(builder.Services, new NodeSetup(
            new NodeOptions { Name = "node1", Lab = true, DataDirectory = _folder.Path }, ["http://127.0.0.1:0"]));

        // Nothing behind the edge runs: a call that came so far would fail, and be no refusal.
        foreach (var engine in builder.Services
            .Where(service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationType?.Assembly == typeof(GridNode).Assembly)
            .ToList())
            builder.Services.Remove(engine);
        builder.Services.AddAuthorization(authorization => authorization.FallbackPolicy =
            new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusesByStatus>();
        _app = builder.Build();
        NodeComposition.MapRoutes(_app);
        _app.UseAuthorization();
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public static TheoryData<string> Calls() =>
        [.. ReferenceDocument.Topics.SelectMany(topic => topic.Calls).Select(NameOf)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_policy_that_refuses_everybody_is_honoured(string name)
    {
        var call = ReferenceDocument.Topics.SelectMany(topic => topic.Calls).Single(call => NameOf(call) == name);
        var request = new HttpRequestMessage(call.Method, Target(call));
        if (call.Request is { } body)
            request.Content = new StringContent(body.Example, Encoding.UTF8, body.ContentType);

        using var answer = await _http.SendAsync(request);

        Assert.Equal(Refused, answer.StatusCode);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static string NameOf(Call call) => $"{call.Method} {call.Path}";

    private static string Target(Call call)
    {
        var path = call.Path.Replace("{key}", "x", StringComparison.Ordinal)
            .Replace("{id}", "0f8fad5bd9cb469fa16570867728950e", StringComparison.Ordinal);
        return call.QueryNames.Contains("dot") ? $"{path}?dot=node1.5c0de5c0de5c0de5:2" : path;
    }

    private sealed class RefusesByStatus : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next,
            HttpContext context,
            AuthorizationPolicy policy,
            PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
                return next(context);
            context.Response.StatusCode = (int)Refused;
            return Task.CompletedTask;
        }
    }
}
