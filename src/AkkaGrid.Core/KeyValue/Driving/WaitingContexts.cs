using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// The requests that wait until this replica has something on disk: their causal context, or what the other members
/// have.
/// </summary>
/// <param name="storage">The disk.</param>
/// <param name="max">How many requests may wait for their context.</param>
internal sealed class WaitingContexts(IReplicaStorage storage, int max)
{
    private readonly ContextWaiters<AwaitContext> _contexts = new(storage.Clock, storage.Bases);
    private readonly List<CatchUp> _catchUps = [];

    /// <summary>The unknown clock bases that waiting contexts name.</summary>
    public IEnumerable<ulong> UnknownBases => _contexts.UnknownBases;

    /// <summary>Lets a request wait for its context.</summary>
    public void Add(AwaitContext waiter, long tick)
    {
        waiter.Since = tick;
        if (_contexts.Count >= max)
            waiter.Fail(new TooManyContextWaiters());
        else if (!_contexts.Add(waiter.Context, waiter))
            waiter.Reply.Succeed(storage.Clock);
    }

    /// <summary>Lets a request wait until this replica has everything that the reachable members have.</summary>
    public void Add(CatchUp waiter) => _catchUps.Add(waiter);

    /// <summary>Answers the requests whose context a committed turn completes.</summary>
    public void Advance(ReplicaState state)
    {
        foreach (var waiter in _contexts.Advance(state.Clock))
            waiter.Reply.Succeed(state.Clock);
    }

    /// <summary>Answers the catch-up requests: this replica has everything that the reachable members have.</summary>
    public void CaughtUp()
    {
        foreach (var waiter in _catchUps)
            waiter.Reply.Succeed(storage.Clock);
        _catchUps.Clear();
    }

    /// <summary>Removes the requests whose clients no longer wait.</summary>
    public void RemoveAbandoned()
    {
        _contexts.RemoveWhere(waiter => waiter.IsAbandoned);
        _catchUps.RemoveAll(waiter => waiter.IsAbandoned);
    }

    /// <summary>Fails all requests, because the replica stops.</summary>
    public void FailAll(RequestFailure failure)
    {
        _contexts.RemoveWhere(waiter =>
        {
            waiter.Fail(failure);
            return true;
        });
        foreach (var waiter in _catchUps)
            waiter.Fail(failure);
        _catchUps.Clear();
    }
}
