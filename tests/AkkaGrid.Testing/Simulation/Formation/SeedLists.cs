using System.Collections.Immutable;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Formation;

/// <summary>
/// Which machines the seeds of a node are. A story says only how many there are: founders that follow each other with
/// the same number have each other, and whoever is given another number gets the first machines of the story that are
/// still there.
/// </summary>
public sealed class SeedLists
{
    private readonly List<NodeAddress> _machines;
    private readonly Dictionary<NodeAddress, ImmutableArray<NodeAddress>> _founders = [];

    /// <summary>The lists of a story.</summary>
    public SeedLists(Story story)
    {
        var joining = story.Steps.OfType<Steps.Join>().Select(join => join.Setup).Where(setup => setup.IsSeed);
        _machines = [.. story.Nodes.Concat(joining).Select(setup => new NodeAddress(setup.Name.Value)).Distinct()];
        for (var first = 0; first < story.Nodes.Count; first += Math.Max(1, story.Nodes[first].Seeds))
        {
            ImmutableArray<NodeAddress> list = [.. story.Nodes.Skip(first).Take(story.Nodes[first].Seeds)
                .Select(setup => new NodeAddress(setup.Name.Value))];
            foreach (var founder in list)
                _founders[founder] = list;
        }
    }

    /// <summary>The list of a founder; null for a machine that comes later.</summary>
    public ImmutableArray<NodeAddress>? OfFounder(NodeAddress machine) =>
        _founders.TryGetValue(machine, out var list) ? list : null;

    /// <summary>So many of the machines, the first ones.</summary>
    public ImmutableArray<NodeAddress> First(int count) => [.. _machines.Take(count)];

    /// <summary>A machine was taken away.</summary>
    public void Remove(NodeAddress machine) => _machines.Remove(machine);
}
