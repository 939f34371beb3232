namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Commands that wait for an answer under a number, until their clients have it or no longer wait.</summary>
/// <typeparam name="T">The commands.</typeparam>
internal sealed class OpenRequests<T>
    where T : ReplicaCommand
{
    private readonly Dictionary<ulong, T> _open = [];
    private ulong _last;

    /// <summary>Takes a command.</summary>
    /// <returns>Its number.</returns>
    public ulong Add(T command)
    {
        _open[++_last] = command;
        return _last;
    }

    /// <summary>Removes a command that is answered now; null where there is none of the number.</summary>
    public T? Remove(ulong number) => _open.Remove(number, out var command) ? command : null;

    /// <summary>Removes the commands whose clients no longer wait.</summary>
    public void RemoveAbandoned()
    {
        foreach (var (number, _) in _open.Where(entry => entry.Value.IsAbandoned).ToList())
            _open.Remove(number);
    }

    /// <summary>The replica stops.</summary>
    public void FailAll(RequestFailure failure)
    {
        foreach (var command in _open.Values)
            command.Fail(failure);
        _open.Clear();
    }
}
