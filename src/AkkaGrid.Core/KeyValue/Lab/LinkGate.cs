using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue.Lab;

/// <summary>
/// Applies the lab's links to each update that arrives at a replica, by the replica that made the update, whatever path
/// it comes by. It survives restarts of the replica.
/// </summary>
/// <param name="self">The replica.</param>
/// <param name="random">Decides which updates a link with a rate affects.</param>
public sealed class LinkGate(ReplicaId self, Random random)
{
    private const int MaxHeld = 20_000;

    private readonly SortedDictionary<(ReplicaId From, ReplicaId To), Link> _links = [];
    private readonly Dictionary<Dot, Update> _held = [];

    /// <summary>The links that do not simply pass updates on.</summary>
    public IReadOnlyList<Link> Links => [.. _links.Values];

    /// <summary>The links that end here, and how many updates each holds back.</summary>
    public ImmutableArray<HeldLink> Incoming()
    {
        var held = _held.Keys.CountBy(dot => dot.Origin.Replica).ToDictionary();
        return [.. _links.Values.Where(link => link.To == self)
            .Select(link => new HeldLink(link, held.GetValueOrDefault(link.From)))];
    }

    /// <summary>Changes a link.</summary>
    /// <returns>The held updates that the change releases.</returns>
    public ImmutableArray<Update> Set(Link link)
    {
        if (link.Mode == LinkMode.Pass)
            _links.Remove((link.From, link.To));
        else
            _links[(link.From, link.To)] = link;
        if (link.To != self || link.Mode == LinkMode.Hold)
            return [];
        ImmutableArray<Update> released = [.. _held.Values.Where(update => update.Dot.Origin.Replica == link.From)];
        foreach (var update in released)
            _held.Remove(update.Dot);
        return released;
    }

    /// <summary>Applies the links to a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="delivered">What the replica has delivered.</param>
    /// <returns>
    /// The part of the message that gets through, the message itself where no link is set; and the delayed updates.
    /// </returns>
    public (ReplicaMessage? Message, IReadOnlyList<(Update Update, TimeSpan Delay)> Late) Admit(
        ReplicaMessage message, VectorClock delivered)
    {
        if (_links.Count == 0)
            return (message, []);
        List<(Update Update, TimeSpan Delay)> late = [];
        return message switch
        {
            UpdateBatch batch => (batch with { Updates = Admit(batch.Updates, late) }, late),
            PullAnswer answer => (answer with { Updates = Admit(answer.Updates, late) }, late),
            SnapshotChunk chunk when BringsHeldBack(chunk, delivered) => (null, late),
            _ => (message, late),
        };
    }

    private ImmutableArray<Update> Admit(ImmutableArray<Update> updates, List<(Update Update, TimeSpan Delay)> late)
    {
        var admitted = ImmutableArray.CreateBuilder<Update>();
        foreach (var update in updates)
        {
            var link = LinkOf(update);
            if (link is null || (link.Mode != LinkMode.Hold && random.NextDouble() >= link.Rate))
                admitted.Add(update);
            else if (link.Mode == LinkMode.Hold && _held.Count < MaxHeld)
                _held[update.Dot] = update;
            else if (link.Mode == LinkMode.Delay)
                late.Add((update, link.Delay));
            else if (link.Mode == LinkMode.Duplicate)
                admitted.AddRange(update, update);
        }

        return admitted.ToImmutable();
    }

    private bool BringsHeldBack(SnapshotChunk chunk, VectorClock delivered) => _links.Values.Any(link =>
        link.To == self && link.Mode is LinkMode.Hold or LinkMode.Drop
        && chunk.Cut.Clock.Entries.Any(entry => entry.Origin.Replica == link.From && !delivered.Covers(entry)));

    private Link? LinkOf(Update update) => _links.GetValueOrDefault((update.Dot.Origin.Replica, self));
}
