using AkkaGrid.Benchmarks.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>
/// What an HTTP edge costs at the least: routes on Kestrel with a node's settings, which answer a GET with fixed bytes and
/// read a PUT's body.
/// </summary>
internal static class BareServer
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-bare";

    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false)
            .UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/kv/{**key}", (string key) => TypedResults.Bytes(Workload.Value, Workload.ContentType));
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
