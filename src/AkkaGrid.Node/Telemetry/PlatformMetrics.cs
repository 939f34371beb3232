using System.Net;
using AkkaGrid.Node.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AkkaGrid.Node.Telemetry;

/// <summary>The metrics of .NET about the process (runtime, Kestrel, HTTP), at a listener of its own.</summary>
internal static class PlatformMetrics
{
    private static readonly string[] Meters =
    [
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Diagnostics",
    ];

    /// <summary>Starts the listener; null where it is turned off.</summary>
    /// <exception cref="StartException">The port is not available.</exception>
    public static IDisposable? Start(MetricsOptions options)
    {
        if (options.Port == 0)
            return null;
        try
        {
            return Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService("akkagrid"))
                .AddMeter(Meters)
                .AddPrometheusHttpListener(listener =>
                {
                    listener.Port = options.Port;
                    listener.ConfigureHttpListener = (_, http) => Listen(http, options);
                })
                .Build();
        }
        catch (HttpListenerException error)
        {
            throw new StartException(
                $"Platform metrics cannot be exposed at {options.Host}:{options.Port} ({error.Message}); change " +
                $"{NodeOptions.Section}:Metrics:Host or :Port (0 turns them off).");
        }
    }

    // The exporter's own Host accepts no wildcard, and the listener accepts requests only for exactly the host names
    // that it was given: loopback has two.
    private static void Listen(HttpListener http, MetricsOptions options)
    {
        string[] hosts = options.Host is "127.0.0.1" or "localhost"
            ? ["127.0.0.1", "localhost"]
            : [options.Host is "0.0.0.0" or "::" or "+" ? "*" : options.Host];
        http.Prefixes.Clear();
        foreach (var host in hosts)
            http.Prefixes.Add($"http://{host}:{options.Port}/metrics/");
    }
}
