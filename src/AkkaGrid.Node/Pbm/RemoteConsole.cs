using Akka.Hosting;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Pbm;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Host;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Petabridge.Cmd at this node: its own palette for the cluster, and those of AkkaGrid for the store and the grid.
/// </summary>
internal static partial class RemoteConsole
{
    // pbm has no authentication, so it listens only on this machine.
    private const string Host = "127.0.0.1";

    static partial void AddPetabridgeCmd(AkkaConfigurationBuilder akka, NodeOptions options, IServiceProvider services)
    {
        var edge = new OwnEdge(services);
        akka.AddPetabridgeCmd(
            new PetabridgeCmdOptions { Host = Host, Port = ConsolePort.Of(options) },
            console =>
            {
                console.RegisterCommandPalette(ClusterCommands.Instance);
                console.RegisterCommandPalette(new PaletteHandler(KvPalette.Verbs, "kv", edge));
                console.RegisterCommandPalette(new PaletteHandler(GridPalette.Verbs, "grid", edge));
            });
    }
}
