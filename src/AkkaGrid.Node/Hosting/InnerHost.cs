using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>One actor system of a node, in a host of its own that ends with it.</summary>
internal sealed class InnerHost
{
    private readonly IHost _host;
    private readonly CoordinatedShutdown _shutdown;

    private InnerHost(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        _shutdown = CoordinatedShutdown.Get(System);
    }

    /// <summary>The actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>Why it ended; null while it runs, or where it was terminated without a reason.</summary>
    public CoordinatedShutdown.Reason? Ended => _shutdown.ShutdownReason;

    /// <summary>Builds and starts the actor system of a node.</summary>
    /// <param name="setup">The node.</param>
    /// <param name="outer">The services of the node, which outlive the actor system.</param>
    /// <param name="seeks">Whether it looks for a cluster by itself.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The remoting port is taken.</exception>
    public static async Task<InnerHost> StartAsync(
        NodeSetup setup, IServiceProvider outer, bool seeks, CancellationToken cancellationToken)
    {
        // Akka.Hosting does not throw when remoting cannot bind: it writes to the console and stops its host.
        var remoting = setup.Options.Remoting;
        if (Ports.IsTaken(remoting.Hostname, remoting.Port))
            throw new IOException($"port {remoting.Port} on {remoting.Hostname} is taken (AkkaGrid:Remoting:Port).");

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(outer.GetRequiredService<ILoggerFactory>());
        builder.Services.AddAkka(NodeOptions.SystemName, akka =>
        {
            AkkaSettings.Apply(akka, setup, outer.GetRequiredService<ILoggerFactory>());
            NodeComposition.AddActors(akka, setup, outer, seeks);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            if (host.Services.GetRequiredService<IHostApplicationLifetime>()
                .ApplicationStopping.IsCancellationRequested)
                throw new InvalidOperationException("the actor system did not start; its log says why.");
            return new InnerHost(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the cluster and ends the actor system, if it has not ended by itself.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await System.WhenTerminated;
        _host.Dispose();
    }
}
