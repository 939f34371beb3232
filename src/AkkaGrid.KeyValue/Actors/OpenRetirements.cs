using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The retirements that a replica has begun, until those who asked for them have an answer.</summary>
internal sealed class OpenRetirements
{
    private readonly Dictionary<ulong, Retire> _open = [];
    private ulong _last;

    /// <summary>Takes a request.</summary>
    /// <returns>The number under which the replica is to answer it.</returns>
    public ulong Add(Retire retire)
    {
        _open[++_last] = retire;
        return _last;
    }

    /// <summary>The member is retired.</summary>
    public void Complete(RetireCompleted completed, ReplicaState state)
    {
        if (_open.Remove(completed.RequestId, out var retire))
            retire.TrySetResult(state);
    }

    /// <summary>The member may not be retired.</summary>
    public void Refuse(RetireRefused refused)
    {
        if (_open.Remove(refused.RequestId, out var retire))
            retire.TrySetException(new RetireRefusedException(retire.Name, refused.Refusal));
    }

    /// <summary>Forgets those whose clients have given up.</summary>
    public void ForgetGivenUp()
    {
        foreach (var (id, _) in _open.Where(retire => retire.Value.Task.IsCompleted).ToList())
            _open.Remove(id);
    }

    /// <summary>The replica stops.</summary>
    public void AbandonAll(Exception reason)
    {
        foreach (var retire in _open.Values)
            retire.TrySetException(reason);
        _open.Clear();
    }
}
