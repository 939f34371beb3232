using AkkaGrid.Core.Causality;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>
/// What charging records while clients call. Its random numbers are its own: the rest of a story is the same without
/// it.
/// </summary>
/// <param name="draft">The story.</param>
internal sealed class RecordTraffic(StoryDraft draft)
{
    private const int CallsPerRecord = 10;
    private const int Sessions = 2;

    // One, so that records of a key meet.
    private const string Substation = "substation";

    private readonly Random _random = new(
        unchecked((int)new Chance((ulong)draft.Seed).Of((ulong)draft.Kind).Of("records").Bits));

    /// <summary>Adds a record now and then, at the time of a call.</summary>
    public void Add(TimeSpan at)
    {
        if (_random.Next(CallsPerRecord) > 0)
            return;
        var node = AnyNode();
        var session = $"request{_random.Next(Sessions) + 1}";
        draft.Add(_random.Next(10) switch
        {
            < 3 => new ClaimSubstation(at, node, Substation, _random.Next(2) == 0 ? node : AnyNode()),
            < 5 => new SetControls(at, node, Substation),
            < 7 => new BeginSession(at, node, session),
            _ => new EndSession(at, node, session),
        });
    }

    private ReplicaId AnyNode() => draft.Nodes[_random.Next(draft.Nodes.Count)];
}
