using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// Finds which of some writes each call knew, by its session's reads and writes and by contexts that were handed over.
/// </summary>
/// <param name="writes">The writes, by identity.</param>
public sealed class KnownWrites(IReadOnlySet<Dot> writes)
{
    private readonly Dictionary<Dot, HashSet<Dot>> _knownToWrite = [];

    /// <summary>For each call what it knew, itself included.</summary>
    public IReadOnlyList<IReadOnlySet<Dot>> Of(IReadOnlyList<RecordedCall> record)
    {
        // A read may be answered before the write that it returns is: what writes knew is found first, in as many
        // rounds as it takes.
        for (var before = -1; Count != before;)
        {
            before = Count;
            Pass(record);
        }

        return Pass(record);
    }

    private int Count => _knownToWrite.Values.Sum(known => known.Count);

    private List<IReadOnlySet<Dot>> Pass(IReadOnlyList<RecordedCall> record)
    {
        var sessions = new Dictionary<string, HashSet<Dot>>();
        var byId = new Dictionary<string, HashSet<Dot>>();
        var result = new List<IReadOnlySet<Dot>>();
        foreach (var call in record)
        {
            var operation = call.Operation;
            if (!sessions.TryGetValue(operation.Session, out var known))
                sessions[operation.Session] = known = [];
            foreach (var before in operation.After)
                known.UnionWith(byId.GetValueOrDefault(before) ?? []);
            foreach (var identity in call.Seen.Values.SelectMany(versions => versions.Versions)
                .Select(version => version.Identity))
                See(known, identity);
            var own = known;
            if (call.Update is { } dot)
            {
                own = [.. known];
                See(own, dot);
                _knownToWrite[dot] = own;
                if (call.Outcome == Outcome.Ok)
                    See(known, dot);
            }

            result.Add(own.ToHashSet());
            if (operation.Id is { } id)
                byId[id] = [.. own];
        }

        return result;
    }

    private void See(HashSet<Dot> known, Dot identity)
    {
        if (writes.Contains(identity))
            known.Add(identity);
        if (_knownToWrite.TryGetValue(identity, out var before))
            known.UnionWith(before);
    }
}
