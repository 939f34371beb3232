using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Lab;

/// <summary>
/// Stands before a replica and does to each update what the lab's links say of the replica that it stems from, by
/// whatever path it comes.
/// </summary>
internal sealed class LinkGate(ReplicaId self, Random random)
{
    private const int MaxHeld = 20_000;

    private readonly SortedDictionary<(ReplicaId From, ReplicaId To), Link> _links = [];
    private readonly List<(Incarnation From, Update Update)> _held = [];

    /// <summary>The links that are not as they were.</summary>
    public IReadOnlyList<Link> Links => [.. _links.Values];

    /// <summary>Changes a link.</summary>
    /// <returns>The messages that were held back and now get through.</returns>
    public IReadOnlyList<ReplicaMessage> Set(Link link)
    {
        if (link.Mode == LinkMode.Pass)
            _links.Remove((link.From, link.To));
        else
            _links[(link.From, link.To)] = link;
        if (link.To != self || link.Mode == LinkMode.Hold)
            return [];
        var released = _held.Where(held => held.Update.Dot.Origin.Replica == link.From).ToList();
        _held.RemoveAll(held => held.Update.Dot.Origin.Replica == link.From);
        return [.. released.GroupBy(held => held.From).Select(group => Batch(group.Key, [.. group.Select(held => held.Update)]))];
    }

    /// <summary>Lets a message in, as far as the links do.</summary>
    /// <param name="message">The message.</param>
    /// <param name="delivered">What the replica has delivered.</param>
    /// <returns>What gets in, each with how much later; the message itself where no link is changed.</returns>
    public IEnumerable<(ReplicaMessage Message, TimeSpan Delay)> Admit(ReplicaMessage message, VectorClock delivered)
    {
        if (_links.Count == 0)
            return [(message, TimeSpan.Zero)];
        return message switch
        {
            UpdateBatch batch => Admit(batch.From, batch.Updates, updates => batch with { Updates = updates }),
            PullAnswer answer => Admit(answer.From, answer.Updates, updates => answer with { Updates = updates }),
            SnapshotChunk chunk when BringsHeldBack(chunk, delivered) => [],
            _ => [(message, TimeSpan.Zero)],
        };
    }

    private static UpdateBatch Batch(Incarnation from, ImmutableArray<Update> updates) =>
        new(from, VectorClock.Empty, updates, WantsClock: false);

    private List<(ReplicaMessage Message, TimeSpan Delay)> Admit(
        Incarnation from, ImmutableArray<Update> updates, Func<ImmutableArray<Update>, ReplicaMessage> rest)
    {
        var atOnce = ImmutableArray.CreateBuilder<Update>();
        var admitted = new List<(ReplicaMessage Message, TimeSpan Delay)>();
        foreach (var update in updates)
        {
            var link = LinkOf(update);
            if (link is null || (link.Mode != LinkMode.Hold && random.NextDouble() >= link.Rate))
                atOnce.Add(update);
            else if (link.Mode == LinkMode.Hold)
                Hold(from, update);
            else if (link.Mode == LinkMode.Delay)
                admitted.Add((Batch(from, [update]), link.Delay));
            else if (link.Mode == LinkMode.Duplicate)
                atOnce.AddRange(update, update);
        }

        admitted.Insert(0, (rest(atOnce.ToImmutable()), TimeSpan.Zero));
        return admitted;
    }

    private void Hold(Incarnation from, Update update)
    {
        if (_held.Count < MaxHeld && !_held.Any(held => held.Update.Dot == update.Dot))
            _held.Add((from, update));
    }

    private bool BringsHeldBack(SnapshotChunk chunk, VectorClock delivered) => _links.Values.Any(link =>
        link.To == self && link.Mode is LinkMode.Hold or LinkMode.Drop
        && chunk.Clock.Entries.Any(entry => entry.Origin.Replica == link.From && !delivered.Covers(entry)));

    private Link? LinkOf(Update update) => _links.GetValueOrDefault((update.Dot.Origin.Replica, self));
}
