using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>An actor system on loopback with Akka's own defaults, in a cluster with others.</summary>
internal sealed class ClusterMember : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IHost _host;

    private ClusterMember(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Cluster Cluster => Cluster.Get(System);

    /// <summary>How many members are up, as this one sees it.</summary>
    public int UpCount => Cluster.State.Members.Count(member => member.Status == MemberStatus.Up);

    public string Address => Cluster.SelfAddress.ToString();

    public static async Task<ClusterMember> StartAsync(Action<AkkaConfigurationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka("bench", akka => add(akka
            .WithRemoting("127.0.0.1", 0)
            .WithClustering()
            .AddHocon("akka.loglevel = OFF, akka.stdout-loglevel = OFF", HoconAddMode.Prepend)));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterMember(host);
    }

    /// <summary>Joins the cluster of a member, which may be this one.</summary>
    public Task JoinAsync(string member) => Cluster.JoinAsync(Akka.Actor.Address.Parse(member)).WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
