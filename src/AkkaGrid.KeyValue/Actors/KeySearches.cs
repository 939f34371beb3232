using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Searches for keys that this replica does not have, at all peers at once: the first that has it answers.</summary>
internal sealed class KeySearches(KeyValueStore store, ILoggingAdapter log)
{
    private readonly Dictionary<ulong, Search> _open = [];
    private ulong _last;

    /// <summary>Asks the peers that can be reached.</summary>
    public void Begin(FindKey find, Incarnation self, PeerDirectory peers, IActorRef sender)
    {
        var asked = peers.Reachable.ToHashSet();
        if (asked.Count == 0)
        {
            find.TrySetResult(VersionSet.Empty);
            return;
        }

        _open[++_last] = new Search(find, asked);
        foreach (var peer in asked)
            peers.Find(peer)!.Tell(new KeyRequest(_last, self, find.Key), sender);
    }

    /// <summary>Answers a peer that searches, if the key can be read: another may have it.</summary>
    public void Answer(KeyRequest request, Incarnation self, IActorRef sender)
    {
        try
        {
            sender.Tell(new KeyAnswer(request.RequestId, self, request.Key, store.Storage.Read(request.Key)));
        }
        catch (IOException error)
        {
            log.Error("A peer asks for a key that cannot be read, and gets no answer: {0}", error.Message);
        }
    }

    /// <summary>Takes a peer's answer.</summary>
    public void Take(KeyAnswer answer)
    {
        if (!_open.TryGetValue(answer.RequestId, out var search) || !search.Asked.Remove(answer.From.Replica))
            return;
        if (answer.Versions.IsEmpty && search.Asked.Count > 0)
            return;
        _open.Remove(answer.RequestId);
        search.Find.TrySetResult(answer.Versions);
    }

    /// <summary>Forgets the searches whose clients have given up.</summary>
    public void ForgetGivenUp()
    {
        foreach (var (id, _) in _open.Where(search => search.Value.Find.Task.IsCompleted).ToList())
            _open.Remove(id);
    }

    private sealed record Search(FindKey Find, HashSet<ReplicaId> Asked);
}
