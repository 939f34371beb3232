using System.Globalization;
using System.Net;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>The proxies of docs/production.md in front of a node.</summary>
public sealed class ProxyTests
{
    [SkippableTheory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task A_grid_behind_a_proxy_takes_pages_keys_values_and_event_streams_and_keeps_operators_calls_inside(
        string program)
    {
        var ports = ReservedPorts.Take(2);
        using var node = new NodeProcess(
        [
            "node",
            $"--AkkaGrid:Remoting:Port={ports[0]}",
            $"--urls=http://127.0.0.1:{ports[1]}",
            "--AkkaGrid:Metrics:Port=0",
            $"--AkkaGrid:Security:AllowedHosts={ProxyProcess.Host}",
        ]);
        await node.IsReadyAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[1]}"));
        using var proxy = await ProxyProcess.StartAsync(program, ports[1]);

        // A page that came through the proxy writes; a page of another site does not.
        Assert.Equal(HttpStatusCode.OK, await PutAsync(proxy, "/kv/page", "own", proxy.Origin));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(proxy, "/kv/page", "foreign", "https://other.example"));

        // A key is what the client wrote, and the largest value fits through.
        Assert.Equal(HttpStatusCode.OK, await PutAsync(proxy, "/kv/a%2Fb//c%20d", new string('v', 1 << 20)));
        using var direct = new HttpClient
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[1]}"))
        };
        Assert.Equal(1 << 20, (await direct.GetStringAsync("/kv/a%2Fb//c%20d")).Length);

        // Events come through while the stream is open.
        using (var stream = new StreamReader(await proxy.Http.GetStreamAsync("/store/watch?prefix=watched")))
        {
            await UntilAsync(stream, "event: cursor");
            Assert.Equal(HttpStatusCode.OK, await PutAsync(proxy, "/kv/watched", "news"));
            await UntilAsync(stream, "event: change");
        }

        foreach (var path in (string[])["/cluster/leave", "/cluster/leave/", "/lab/links", "/store/retire",
            "/store/backup/", "/substations/one/events"])
            Assert.Equal(
                (path, HttpStatusCode.Forbidden),
                (path, (await proxy.Http.PostAsync(path, new StringContent("{}"))).StatusCode));
        foreach (var path in (string[])["/metrics", "/metrics/"])
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await proxy.Http.GetAsync(path)).StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await proxy.Http.GetAsync("/cluster/members")).StatusCode);
    }

    private static async Task<HttpStatusCode> PutAsync(
        ProxyProcess proxy, string path, string value, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(value) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return (await proxy.Http.SendAsync(request)).StatusCode;
    }

    private static async Task UntilAsync(StreamReader stream, string expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? line;
        do
            line = await stream.ReadLineAsync(limit.Token);
        while (line is not null && line != expected);
        Assert.Equal(expected, line);
    }
}
