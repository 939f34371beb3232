using System.Collections.Immutable;
using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Observing;

namespace AkkaGrid.KeyValue.Lab;

/// <summary>
/// The lab's hand in one start of a replica: changes links, wherever they end, and lets in late what they delay. What is
/// under way late is lost with the start.
/// </summary>
/// <param name="gate">The links.</param>
/// <param name="self">The replica's name.</param>
/// <param name="peers">The other replicas.</param>
/// <param name="actor">The replica's actor.</param>
/// <param name="tellLater">Tells it something after a while.</param>
internal sealed class LabLinks(
    LinkGate gate, ReplicaId self, PeerDirectory peers, IActorRef actor, Action<LabLinks.Late, TimeSpan> tellLater)
{
    private readonly Dictionary<ulong, ChangeLink> _changes = [];
    private readonly Dictionary<Incarnation, int> _delayed = [];
    private ulong _requests;

    /// <summary>The links that are not as they were.</summary>
    public IReadOnlyList<Link> Links => gate.Links;

    /// <summary>The links that end here, and how many updates each holds back.</summary>
    public ImmutableArray<HeldLink> Incoming => gate.Incoming();

    /// <summary>The incarnations of which updates are kept back, for now or for some time.</summary>
    public IEnumerable<Incarnation> KeptBack => gate.HeldOrigins.Concat(_delayed.Keys);

    /// <summary>Lets a message in, as far as the links do; the actor is told <see cref="Late"/> of what comes later.</summary>
    /// <returns>What gets in of it now; null for nothing.</returns>
    public ReplicaMessage? Admit(ReplicaMessage message, VectorClock delivered)
    {
        var (admitted, late) = gate.Admit(message, delivered);
        foreach (var (update, delay) in late)
        {
            _delayed[update.Dot.Origin] = _delayed.GetValueOrDefault(update.Dot.Origin) + 1;
            tellLater(new Late(update), delay);
        }

        return admitted;
    }

    /// <summary>An update that was delayed is there, whether it is taken or not.</summary>
    public void Arrived(Late late)
    {
        if (--_delayed[late.Update.Dot.Origin] == 0)
            _delayed.Remove(late.Update.Dot.Origin);
    }

    /// <summary>Changes a link at both its ends.</summary>
    /// <returns>The updates that now get in here.</returns>
    public ImmutableArray<Update> Change(ChangeLink change)
    {
        var link = change.Link;
        var unknown = new[] { link.From, link.To }.Where(name => name != self && peers.Find(name) is null).ToList();
        if (unknown.Count > 0)
        {
            change.TrySetException(new UnknownReplicaException(unknown[0]));
            return [];
        }

        peers.TellAll(new SetLink(++_requests, link), actor);
        if (link.To == self)
            change.TrySetResult(link);
        else
            _changes[_requests] = change;
        return gate.Set(link);
    }

    /// <summary>Changes a link that another replica was asked to change, and says so to it where the link ends here.</summary>
    /// <returns>The updates that now get in here.</returns>
    public ImmutableArray<Update> Set(SetLink set, IActorRef sender)
    {
        if (set.Link.To == self)
            sender.Tell(new LinkSet(set.RequestId), actor);
        return gate.Set(set.Link);
    }

    /// <summary>The replica at the end of a link acts on it.</summary>
    public void Changed(LinkSet set)
    {
        if (_changes.Remove(set.RequestId, out var change))
            change.TrySetResult(change.Link);
    }

    /// <summary>Forgets the changes whose clients have given up.</summary>
    public void ForgetGivenUp()
    {
        foreach (var (id, _) in _changes.Where(change => change.Value.Task.IsCompleted).ToList())
            _changes.Remove(id);
    }

    /// <summary>The replica stops.</summary>
    public void AbandonAll(Exception reason)
    {
        foreach (var change in _changes.Values)
            change.TrySetException(reason);
    }

    /// <summary>An update that a link has delayed.</summary>
    internal sealed record Late(Update Update);
}
