namespace AkkaGrid.Core.KeyValue.Divergence;

/// <summary>
/// The keys that a merge between two replicas with equal clocks has changed: a fault had made them differ.
/// </summary>
public sealed class RepairReport
{
    /// <summary>How many keys are listed at most.</summary>
    public const int MaxNamed = 20;

    private readonly List<Key> _named = [];

    /// <summary>How many keys were changed.</summary>
    public long Count { get; private set; }

    /// <summary>The first of the changed keys.</summary>
    public IReadOnlyList<Key> Named => _named;

    /// <summary>Records a key that was changed.</summary>
    public void Add(Key key)
    {
        Count++;
        if (_named.Count < MaxNamed)
            _named.Add(key);
    }
}
