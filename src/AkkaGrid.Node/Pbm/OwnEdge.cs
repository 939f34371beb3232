using AkkaGrid.Client;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AkkaGrid.Node.Pbm;

/// <summary>A client of this node's own HTTP edge: the console can do exactly what a caller over HTTP can do.</summary>
internal sealed class OwnEdge(IServiceProvider services)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Calls the edge.</summary>
    /// <exception cref="InvalidOperationException">The edge does not listen yet.</exception>
    public async Task<string> CallAsync(Func<GridClient, Task<string>> call)
    {
        var server = services.GetRequiredService<IServer>();
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The node does not listen yet; try again in a moment.");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = Reached(address),
            Timeout = RequestTimeout
        };
        return await call(new GridClient(http));
    }

    // For a node that listens at all interfaces, loopback is the address that works from this machine.
    private static Uri Reached(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
