using Akka.Actor;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The replica actor of the present actor system, for callers that outlive it.</summary>
internal sealed class ReplicaHandle
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<IActorRef> _replica = NewSource();
    private IActorRef? _attached;
    private IOException? _failure;
    private Incarnation? _admitted;

    /// <summary>How the disk has failed; null while it takes writes.</summary>
    public IOException? Failure => Volatile.Read(ref _failure);

    /// <summary>Why the disk takes no writes; null while it does.</summary>
    public string? Fault => Failure?.Message;

    /// <summary>
    /// The last start of the replica that was admitted, and whose first turn is on disk; null for none.
    /// </summary>
    public Incarnation? Admitted
    {
        get
        {
            lock (_gate)
                return _admitted;
        }
    }

    /// <summary>The replica actor: at once, or when there is one again.</summary>
    public Task<IActorRef> GetAsync()
    {
        lock (_gate)
            return _replica.Task;
    }

    /// <summary>
    /// Tells the replica actor something, if there is one. One that says it leaves, with <see cref="Detach"/>, has been
    /// told all by then: nothing gets lost behind it.
    /// </summary>
    public bool TryTell(object command)
    {
        lock (_gate)
        {
            _attached?.Tell(command, ActorRefs.NoSender);
            return _attached is not null;
        }
    }

    /// <summary>A replica actor has started.</summary>
    public void Attach(IActorRef replica)
    {
        lock (_gate)
        {
            if (_replica.Task.IsCompleted)
                _replica = NewSource();
            _replica.SetResult(replica);
            _attached = replica;
            Recover();
        }
    }

    /// <summary>A start of the replica may take writes, and its first turn is on disk.</summary>
    public void Admit(Incarnation start)
    {
        lock (_gate)
            _admitted = start;
    }

    /// <summary>The disk has failed: until it is well, nobody need wait for a replica.</summary>
    public void Refuse(IOException failure) => Volatile.Write(ref _failure, failure);

    /// <summary>The disk is well, as far as can be told.</summary>
    public void Recover() => Volatile.Write(ref _failure, null);

    /// <summary>The replica actor has stopped.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _attached = null;
            if (_replica.Task.IsCompleted)
                _replica = NewSource();
        }
    }

    private static TaskCompletionSource<IActorRef> NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
