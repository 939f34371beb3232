using AkkaGrid.Benchmarks.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>
/// What an HTTP edge costs at the least: routes on Kestrel with a node's settings, which answer a GET with fixed bytes,
/// under the headers that it was told, and read a PUT's body.
/// </summary>
internal static class BareServer
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-bare";

    /// <param name="port">Where it listens.</param>
    /// <param name="headers">What each answer to a GET says besides its body: name, value, name, value.</param>
    public static async Task RunAsync(int port, IReadOnlyList<string> headers)
    {
        KeyValuePair<string, StringValues>[] prepared =
            [.. headers.Chunk(2).Select(header => KeyValuePair.Create(header[0], new StringValues(header[1])))];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false)
            .UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/kv/{**key}", (string key, HttpResponse answer) =>
        {
            foreach (var (name, value) in prepared)
                answer.Headers[name] = value;
            return TypedResults.Bytes(Workload.Value, Workload.ContentType);
        });
        app.MapPut("/kv/{**key}", async (string key, HttpRequest request) =>
        {
            using var body = new MemoryStream((int)request.ContentLength!.Value);
            await request.Body.CopyToAsync(body);
            return TypedResults.Ok();
        });
        await app.StartAsync();
        Console.WriteLine(ServerProcess.AnswerMark + "serving");
        await app.WaitForShutdownAsync();
    }
}
