using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Causality;

/// <summary>The bases that a replica knows, by name. It only grows. Safe for use by several threads.</summary>
public sealed class ClockBases
{
    private readonly ConcurrentDictionary<ulong, ClockBase> _byName =
        new([KeyValuePair.Create(ClockBase.Empty.Name, ClockBase.Empty)]);

    /// <summary>Finds a base.</summary>
    public bool TryFind(ulong name, [NotNullWhen(true)] out ClockBase? known) => _byName.TryGetValue(name, out known);

    /// <summary>Makes a base known.</summary>
    /// <returns>The one instance of that content, so that clocks can tell equal bases by reference.</returns>
    public ClockBase Add(ClockBase added) => _byName.GetOrAdd(added.Name, added);
}
