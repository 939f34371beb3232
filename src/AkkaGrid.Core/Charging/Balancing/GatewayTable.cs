using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>The gateways that have sent messages to a balancer, by the ids that their tickets carry.</summary>
internal sealed class GatewayTable<TActor>
    where TActor : notnull
{
    private readonly Dictionary<string, TActor> _actors = [];

    public IEnumerable<TActor> Actors => _actors.Values;

    public void Add(string gateway, TActor actor) => _actors[gateway] = actor;

    public bool TryFind(string gateway, [MaybeNullWhen(false)] out TActor actor) =>
        _actors.TryGetValue(gateway, out actor);

    /// <summary>Removes the gateways that belong to an actor.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> Remove(TActor actor)
    {
        var gone = _actors.Where(gateway => gateway.Value.Equals(actor)).Select(gateway => gateway.Key).ToArray();
        foreach (var gateway in gone)
            _actors.Remove(gateway);
        return gone;
    }
}
