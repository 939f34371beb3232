using Akka.Actor;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// The clock bases with which an actor system reads its messages: those of the store whose replica runs in it.
/// </summary>
internal sealed class WireBases : IExtension
{
    private volatile ClockBases _bases = new();

    /// <summary>The bases; none but the empty one until there is a store.</summary>
    public ClockBases Bases
    {
        get => _bases;
        set => _bases = value;
    }

    /// <summary>The bases of an actor system.</summary>
    public static WireBases Of(ActorSystem system) => system.WithExtension<WireBases, Provider>();

    /// <summary>Makes the extension.</summary>
    private sealed class Provider : ExtensionIdProvider<WireBases>
    {
        public override WireBases CreateExtension(ExtendedActorSystem system) => new();
    }
}
