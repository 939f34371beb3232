using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.Tests.Causality;

/// <summary>The definition of a causal stash, as plain as it can be written.</summary>
internal sealed class NaiveStash(VectorClock delivered)
{
    private readonly Dictionary<Dot, CausalMessage> _held = [];

    public VectorClock Delivered { get; private set; } = delivered;

    public VectorClock Known => _held.Values.Aggregate(
        Delivered, (known, message) => known.Join(message.Dependencies).Join(VectorClock.Of(message.Dot)));

    public int Count => _held.Count;

    public IEnumerable<Dot> Deliverable => _held.Keys.Where(CanDeliver);

    public void Add(CausalMessage message)
    {
        if (!Delivered.Covers(message.Dot))
            _held[message.Dot] = message;
    }

    public bool CanDeliver(Dot dot) =>
        Delivered[dot.Origin] == dot.Sequence - 1 && Delivered.Covers(_held[dot].Dependencies);

    public void Deliver(Dot dot)
    {
        _held.Remove(dot);
        Delivered = Delivered.With(dot);
    }

    public void AdvanceTo(VectorClock clock)
    {
        Delivered = Delivered.Join(clock);
        foreach (var dot in _held.Keys.Where(Delivered.Covers).ToList())
            _held.Remove(dot);
    }

    public int Drop(Incarnation origin)
    {
        var dropped = _held.Keys.Where(dot => dot.Origin == origin).ToList();
        dropped.ForEach(dot => _held.Remove(dot));
        return dropped.Count;
    }

    public int DropUnless(Func<Dot, VectorClock, bool> isAccepted) =>
        _held.Values.GroupBy(message => message.Dot.Origin)
            .Select(waiting => waiting.MinBy(message => message.Dot.Sequence)!)
            .Where(first => !isAccepted(first.Dot, first.Dependencies))
            .Select(first => first.Dot.Origin)
            .ToList()
            .Sum(Drop);
}
