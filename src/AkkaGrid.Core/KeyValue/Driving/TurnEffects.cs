using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Carries out the effects of turns that are on disk: sends messages to peers, and answers clients.</summary>
internal sealed class TurnEffects(
    IReplicaStorage storage,
    ReplicaOptions options,
    OpenWrites writes,
    OpenRequests<Retire> retirements,
    IReplicaShell shell,
    IReplicaObserver observer)
{
    private readonly PushBuffer _pushes = new(options);

    /// <summary>The uptime at which <see cref="Push"/> is due; null where nothing is held back.</summary>
    public TimeSpan? WakeAt => _pushes.WakeAt;

    /// <summary>Carries out a turn's effects, in order.</summary>
    public void CarryOut(Turn turn, TimeSpan uptime)
    {
        foreach (var effect in turn.Effects)
            CarryOut(effect);
        Push(uptime);
    }

    /// <summary>Sends peers the held updates, if they are due.</summary>
    public void Push(TimeSpan uptime) => Send(_pushes.Release(uptime));

    /// <summary>
    /// Sends peers all held updates before the replica stops: clients may have an acknowledgement of them.
    /// </summary>
    public void PushAll() => Send(_pushes.ReleaseAll());

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send { Message: UpdateBatch batch } push:
                if (_pushes.Add(push.To, batch) is { } full)
                    shell.Send(full.To, full.Message);
                break;
            case Send send:
                shell.Send(send.To, send.Message);
                break;
            case Broadcast broadcast:
                shell.SendToAll(broadcast.Message);
                break;
            case WriteCommitted committed:
                writes.Committed(committed);
                break;
            case WriteReplicated replicated:
                writes.Acknowledge(replicated.WriteId);
                break;
            case WriteRefused refused:
                writes.Refuse(refused);
                break;
            case RetireCompleted completed:
                retirements.Remove(completed.RequestId)?.Reply.Succeed(storage.State);
                break;
            case RetireRefused refused when retirements.Remove(refused.RequestId) is { } retire:
                retire.Fail(new RetirementRefused(retire.Name, refused.Refusal));
                break;
            case RetireRefused:
                break;
            case NameTaken taken:
                observer.NameTaken(taken.Other);
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }

    private void Send(IReadOnlyList<Send> sends)
    {
        foreach (var send in sends)
            shell.Send(send.To, send.Message);
    }
}
