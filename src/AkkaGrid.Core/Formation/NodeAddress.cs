namespace AkkaGrid.Core.Formation;

/// <summary>
/// Where a node can be reached, in the one spelling that all nodes use, and by which they are ordered.
/// </summary>
/// <param name="Value">Such as <c>akka.tcp://AkkaGrid@host:port</c>.</param>
public readonly record struct NodeAddress(string Value)
{
    /// <summary>Whether this address comes before the other.</summary>
    public bool IsBelow(NodeAddress other) => string.CompareOrdinal(Value, other.Value) < 0;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
