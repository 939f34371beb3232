using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Carries out what turns that are on disk want done: tells peers, and answers clients.</summary>
internal sealed class TurnEffects(
    KeyValueStore store, PeerDirectory peers, OpenWrites writes, OpenRetirements retirements, IActorRef self, ILoggingAdapter log)
    : IDisposable
{
    private readonly Fragments _fragments = new();
    private readonly PushBuffer _pushes = new(store.Options.Replica, store.Time, () => self.Tell(PushesDue.Instance, self));
    private Incarnation? _impostor;

    /// <summary>Asks a peer what need not wait until a turn is on disk.</summary>
    public void Ask(Send question)
    {
        store.Telemetry.Pulled();
        Tell(question);
    }

    /// <summary>Carries out a turn's effects, in order.</summary>
    /// <param name="turn">The turn.</param>
    public void CarryOut(Turn turn)
    {
        foreach (var effect in turn.Effects)
            CarryOut(effect);
        Tell(_pushes.Release());
    }

    /// <summary>Tells peers what was held back; the actor is told <see cref="PushesDue"/> when it is time.</summary>
    public void Push() => Tell(_pushes.Awake());

    /// <summary>Tells peers all that is held back, before the end: clients may have been told that it is written.</summary>
    public void PushAll() => Tell(_pushes.ReleaseAll());

    /// <inheritdoc/>
    public void Dispose() => _pushes.Dispose();

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send { Message: UpdateBatch batch } push:
                if (_pushes.Add(push.To, batch) is { } full)
                    Tell(full);
                break;
            case Send send:
                Tell(send);
                break;
            case Broadcast broadcast:
                peers.TellAll(broadcast.Message, self);
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
                retirements.Complete(completed, store.Storage.State);
                break;
            case RetireRefused refused:
                retirements.Refuse(refused);
                break;
            case NameTaken taken:
                Complain(taken.Other);
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }

    private void Tell(IReadOnlyList<Send> sends)
    {
        foreach (var send in sends)
            Tell(send);
    }

    private void Tell(Send send)
    {
        if (peers.Find(send.To) is not { } peer)
            return;
        foreach (var part in _fragments.Of(send.Message))
            peer.Tell(part, self);
    }

    private void Complain(Incarnation impostor)
    {
        if (impostor == _impostor)
            return;
        _impostor = impostor;
        log.Error("Another live node uses this one's name: {0}. Its updates are refused; give it a name of its own.", impostor);
    }

    /// <summary>What was held back is to leave.</summary>
    internal sealed class PushesDue
    {
        public static readonly PushesDue Instance = new();
    }
}
