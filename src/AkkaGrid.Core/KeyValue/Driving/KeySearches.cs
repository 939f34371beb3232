using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Searches all reachable peers at once for keys that this replica does not have. The first answer that is not
/// empty counts.
/// </summary>
internal sealed class KeySearches(
    Incarnation self, IReplicaStorage storage, IReplicaShell shell, IReplicaObserver observer)
{
    private readonly Dictionary<ulong, Search> _open = [];
    private ulong _last;

    /// <summary>Asks the reachable peers for a key.</summary>
    public void Begin(FindKey find)
    {
        var asked = shell.Reachable.ToHashSet();
        if (asked.Count == 0)
        {
            find.Reply.Succeed(VersionSet.Empty);
            return;
        }

        _open[++_last] = new Search(find, asked);
        foreach (var peer in asked)
            shell.Send(peer, new KeyRequest(_last, self, find.Key));
    }

    /// <summary>Answers a peer's search, unless the key cannot be read: another peer may have it.</summary>
    public void Answer(KeyRequest request)
    {
        try
        {
            shell.Reply(new KeyAnswer(request.RequestId, self, request.Key, storage.Read(request.Key)));
        }
        catch (IOException error)
        {
            observer.AnswerFailed(error);
        }
    }

    /// <summary>Handles a peer's answer.</summary>
    public void Complete(KeyAnswer answer)
    {
        if (!_open.TryGetValue(answer.RequestId, out var search) || !search.Asked.Remove(answer.From.Replica))
            return;
        if (answer.Versions.IsEmpty && search.Asked.Count > 0)
            return;
        _open.Remove(answer.RequestId);
        search.Find.Reply.Succeed(answer.Versions);
    }

    /// <summary>Removes the searches whose clients no longer wait.</summary>
    public void RemoveAbandoned()
    {
        foreach (var (id, _) in _open.Where(search => search.Value.Find.IsAbandoned).ToList())
            _open.Remove(id);
    }

    /// <summary>Fails all searches, because the replica stops.</summary>
    public void FailAll(RequestFailure failure)
    {
        foreach (var search in _open.Values)
            search.Find.Fail(failure);
        _open.Clear();
    }

    private sealed record Search(FindKey Find, HashSet<ReplicaId> Asked);
}
