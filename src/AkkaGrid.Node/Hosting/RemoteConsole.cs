using Akka.Hosting;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// The place where a build with Petabridge.Cmd adds it to an actor system; see the folder Pbm. Other builds add
/// nothing.
/// </summary>
internal static partial class RemoteConsole
{
    /// <summary>Adds the console, where there is one.</summary>
    public static void Add(AkkaConfigurationBuilder akka, NodeOptions options, IServiceProvider services) =>
        AddPetabridgeCmd(akka, options, services);

    static partial void AddPetabridgeCmd(AkkaConfigurationBuilder akka, NodeOptions options, IServiceProvider services);
}
