using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What a machine runs while its disk takes no writes: a shell of the real read-only replica.</summary>
public sealed class VirtualReadOnlyReplica : VirtualLife
{
    private readonly ReadOnlyReplica _replica;

    public VirtualReadOnlyReplica(VirtualNode node, VirtualWorld world, Chance chance)
        : base(node, world, node.Admitted ?? new Incarnation(node.Name, 0))
    {
        _replica = new ReadOnlyReplica(node.Storage, node.Admitted, node.IsSeed, this, this);
        KeepTicking(FirstTick(chance));
        TryLater();
    }

    public override void Commit(TurnCommit commit) => throw new NotSupportedException();

    public override void EndTurnSoon() => throw new NotSupportedException();

    public override void Admitted() => throw new NotSupportedException();

    public override void DiskFailed(Exception error) => throw new NotSupportedException();

    protected override void Take(IPeerMessage message) => _replica.Receive(message);

    protected override void TakeUnreadable(ImmutableArray<ulong> bases)
    {
    }

    protected override void OnTick() => _replica.Tick();

    private void TryLater() => Later(_replica.NextTry(), () =>
    {
        if (Node.IsDiskFull)
            TryLater();
        else
            Node.Restart();
    });
}
