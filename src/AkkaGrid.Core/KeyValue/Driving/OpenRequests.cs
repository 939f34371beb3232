namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Commands that wait for an answer, by number, until they are answered or their clients disconnect.</summary>
/// <typeparam name="T">The type of the commands.</typeparam>
internal sealed class OpenRequests<T>
    where T : ReplicaCommand
{
    private readonly Dictionary<ulong, T> _open = [];
    private ulong _last;

    /// <summary>Adds a command.</summary>
    /// <returns>Its number.</returns>
    public ulong Add(T command)
    {
        _open[++_last] = command;
        return _last;
    }

    /// <summary>Removes a command that is answered now; null where no command has the number.</summary>
    public T? Remove(ulong number) => _open.Remove(number, out var command) ? command : null;

    /// <summary>Removes the commands whose clients no longer wait.</summary>
    public void RemoveAbandoned()
    {
        foreach (var (number, _) in _open.Where(entry => entry.Value.IsAbandoned).ToList())
            _open.Remove(number);
    }

    /// <summary>Fails all commands, because the replica stops.</summary>
    public void FailAll(RequestFailure failure)
    {
        foreach (var command in _open.Values)
            command.Fail(failure);
        _open.Clear();
    }
}
