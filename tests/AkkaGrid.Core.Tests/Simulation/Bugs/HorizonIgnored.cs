using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>An update is delivered although it does not know the receiver's horizon.</summary>
internal sealed class HorizonIgnored : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) =>
        message.WithUpdates(update =>
            update.Dependencies.Covers(receiver.State.Horizon)
                ? update
                : update with { Causes = update.Causes.Join(receiver.State.Horizon) });
}
