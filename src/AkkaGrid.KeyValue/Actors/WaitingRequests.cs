using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The requests that wait until something is on disk here: their causal context, or what the other members have.</summary>
internal sealed class WaitingRequests(KeyValueStore store)
{
    private readonly ContextWaiters<AwaitContext> _contexts = new(store.Storage.Clock, store.Storage.Bases);
    private readonly List<CatchUp> _catchUps = [];

    /// <summary>Lets a request wait for its context.</summary>
    public void Add(AwaitContext waiter)
    {
        if (_contexts.Count >= store.Options.MaxContextWaiters)
            waiter.TrySetException(new StoreUnavailableException("Too many requests wait for their causal context"));
        else if (!_contexts.Add(waiter.Context, waiter))
            waiter.TrySetResult(store.Storage.Clock);
    }

    /// <summary>Lets a request wait until this replica has what the members that can be reached have.</summary>
    public void Add(CatchUp waiter) => _catchUps.Add(waiter);

    /// <summary>A turn is on disk: answers those who have waited for it.</summary>
    public void Advance(ReplicaState state)
    {
        foreach (var waiter in _contexts.Advance(state.Clock))
            waiter.TrySetResult(state.Clock);
    }

    /// <summary>This replica has what the members that can be reached have.</summary>
    public void CaughtUp()
    {
        foreach (var waiter in _catchUps)
            waiter.TrySetResult(store.Storage.Clock);
        _catchUps.Clear();
    }

    /// <summary>Forgets those whose clients have given up.</summary>
    public void ForgetGivenUp()
    {
        _contexts.RemoveWhere(waiter => waiter.Task.IsCompleted);
        _catchUps.RemoveAll(waiter => waiter.Task.IsCompleted);
    }

    /// <summary>The replica stops.</summary>
    public void AbandonAll(Exception reason)
    {
        _contexts.RemoveWhere(waiter => waiter.TrySetException(reason));
        foreach (var waiter in _catchUps)
            waiter.TrySetException(reason);
    }
}
