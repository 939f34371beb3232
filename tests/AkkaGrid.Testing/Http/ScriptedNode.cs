using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaGrid.Testing.Http;

/// <summary>A real HTTP server on a free loopback port that answers by a script and keeps what it was asked.</summary>
public sealed class ScriptedNode : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly Func<RecordedRequest, Task<ScriptedAnswer>> _script;
    private readonly WebApplication _app;

    private ScriptedNode(Func<RecordedRequest, Task<ScriptedAnswer>> script)
    {
        _script = script;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What it was asked so far, in the order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Starts one that answers at once.</summary>
    public static Task<ScriptedNode> StartAsync(Func<RecordedRequest, ScriptedAnswer> script) =>
        StartAsync(request => Task.FromResult(script(request)));

    /// <summary>Starts one that answers when the script is ready to.</summary>
    public static async Task<ScriptedNode> StartAsync(Func<RecordedRequest, Task<ScriptedAnswer>> script)
    {
        var node = new ScriptedNode(script);
        await node._app.StartAsync();
        return node;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new RecordedRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        _requests.Enqueue(request);

        var answer = await _script(request);
        if (ReferenceEquals(answer, ScriptedAnswer.None))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers.Append(name, value);
        await context.Response.Body.WriteAsync(answer.Body);
        await context.Response.Body.FlushAsync();
        await answer.StaysOpen;
    }
}
