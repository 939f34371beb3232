using Akka.Actor;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The replica actor of the present actor system, for callers that outlive it.</summary>
internal sealed class ReplicaHandle
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<IActorRef> _replica = NewSource();
    private IActorRef? _attached;
    private string? _fault;

    /// <summary>Why the disk takes no writes; null while it does.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>The replica actor: at once, or when there is one again.</summary>
    public Task<IActorRef> GetAsync()
    {
        lock (_gate)
            return _replica.Task;
    }

    /// <summary>
    /// Tells the replica actor something, if there is one. One that says it leaves, with <see cref="Detach"/>, has been told
    /// all by then: nothing gets lost behind it.
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
            Volatile.Write(ref _fault, null);
        }
    }

    /// <summary>The disk has refused a write: until a replica has started on it again, nobody need wait for one.</summary>
    public void Refuse(IOException fault) => Volatile.Write(ref _fault, fault.Message);

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

    private static TaskCompletionSource<IActorRef> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
