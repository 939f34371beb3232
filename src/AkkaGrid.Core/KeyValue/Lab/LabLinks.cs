using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>
/// The lab's links at one start of a replica: changes links at both ends, and releases the updates that they delay.
/// Delayed updates are lost when the start ends.
/// </summary>
/// <param name="gate">Applies the links.</param>
/// <param name="self">The replica's name.</param>
/// <param name="storage">The disk, which holds the replica set.</param>
/// <param name="shell">The connection to the other replicas.</param>
internal sealed class LabLinks(LinkGate gate, ReplicaId self, IReplicaReader storage, IReplicaShell shell)
{
    private readonly OpenRequests<ChangeLink> _changes = new();
    private readonly PriorityQueue<Update, TimeSpan> _delayed = new();

    /// <summary>The links that do not simply pass updates on.</summary>
    public IReadOnlyList<Link> Links => gate.Links;

    /// <summary>The links that end here, and how many updates each holds back.</summary>
    public ImmutableArray<HeldLink> Incoming => gate.Incoming();

    /// <summary>The uptime at which the next delayed update is due; null where none is delayed.</summary>
    public TimeSpan? WakeAt => _delayed.TryPeek(out _, out var due) ? due : null;

    /// <summary>Applies the links to a message; <see cref="TakeDue"/> returns what they delay.</summary>
    /// <returns>The part of the message that gets through now; null for nothing.</returns>
    public ReplicaMessage? Admit(ReplicaMessage message, VectorClock delivered, TimeSpan uptime)
    {
        var (admitted, late) = gate.Admit(message, delivered);
        foreach (var (update, delay) in late)
            _delayed.Enqueue(update, uptime + delay);
        return admitted;
    }

    /// <summary>Removes and returns the delayed updates that are due.</summary>
    public ImmutableArray<Update> TakeDue(TimeSpan uptime)
    {
        if (!(WakeAt <= uptime))
            return [];
        var due = ImmutableArray.CreateBuilder<Update>();
        while (WakeAt <= uptime)
            due.Add(_delayed.Dequeue());
        return due.DrainToImmutable();
    }

    /// <summary>Changes a link at both its ends.</summary>
    /// <returns>The updates that the change releases here.</returns>
    public ImmutableArray<Update> Change(ChangeLink change)
    {
        var link = change.Link;
        foreach (var name in new[] { link.From, link.To })
        {
            if (name == self || storage.State.Set.Find(name) is not null)
                continue;
            change.Fail(new ReplicaUnknown(name));
            return [];
        }

        var number = _changes.Add(change);
        shell.SendToAll(new SetLink(number, link));
        if (link.To == self)
            Changed(new LinkSet(number));
        return gate.Set(link);
    }

    /// <summary>
    /// Changes a link at the request of another replica, and confirms it to that replica where the link ends here.
    /// </summary>
    /// <returns>The updates that the change releases here.</returns>
    public ImmutableArray<Update> Set(SetLink set)
    {
        if (set.Link.To == self)
            shell.Reply(new LinkSet(set.RequestId));
        return gate.Set(set.Link);
    }

    /// <summary>Handles the confirmation of the replica at the end of a link.</summary>
    public void Changed(LinkSet set)
    {
        if (_changes.Remove(set.RequestId) is { } change)
            change.Reply.Succeed(change.Link);
    }

    /// <summary>Removes the changes whose clients no longer wait.</summary>
    public void RemoveAbandoned() => _changes.RemoveAbandoned();

    /// <summary>Fails all changes, because the replica stops.</summary>
    public void FailAll(RequestFailure failure) => _changes.FailAll(failure);
}
