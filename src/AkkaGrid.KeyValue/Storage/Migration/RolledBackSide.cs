using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// What a replica would hold that has what is here and has delivered the rolled-back updates besides: merged with what
/// is here, as the state of a peer would be, it brings them back. An update whose causes are all there is counted in
/// the clock. The others cannot be counted: they become new writes, which stand beside what they did not know. None is
/// dropped.
/// </summary>
/// <remarks>
/// Each new write seems to have known the ones before it, for one incarnation makes them all. It replaces none of them
/// here; and who lacks one of them lacks them all, for they can only come by one merge.
/// </remarks>
/// <param name="clock">What has been delivered here.</param>
/// <param name="writer">A new incarnation, in whose name new writes are made.</param>
/// <param name="read">Reads a key here.</param>
internal sealed class RolledBackSide(VectorClock clock, Incarnation writer, Func<Key, VersionSet> read)
{
    // By the names of new writes, the updates that they were.
    private readonly Dictionary<Dot, Dot> _originals = [];
    private readonly SortedDictionary<Key, VersionSet> _changed = [];

    /// <summary>What that replica would have delivered.</summary>
    public VectorClock Clock { get; private set; } = clock;

    /// <summary>The last dot of the new incarnation; its sequence is 0 where it has written nothing.</summary>
    public Dot Last { get; private set; } = new(writer, 0);

    /// <summary>The keys at which it would hold something else, in order, with the versions there.</summary>
    public IEnumerable<KeyValuePair<Key, VersionSet>> Changed => _changed;

    /// <summary>Delivers an update. Its causes come before it.</summary>
    public void Add(RolledBackUpdate rolledBack)
    {
        var dot = rolledBack.Update.Dot;
        if (Clock.Covers(dot))
            return;
        var isCounted =
            !rolledBack.IsRestatement && Clock[dot.Origin] + 1 == dot.Sequence && Clock.Covers(rolledBack.Seen);
        if (!isCounted)
        {
            Last = Last.Next;
            _originals[Last] = dot;
        }

        var name = isCounted ? dot : Last;
        Clock = Clock.With(name);
        foreach (var mutation in rolledBack.Update.Mutations)
        {
            var present = _changed.GetValueOrDefault(mutation.Key) ?? read(mutation.Key);
            _changed[mutation.Key] = VersionSet.Of(present.Versions
                .Where(version => !rolledBack.Knew(_originals.GetValueOrDefault(version.Identity, version.Identity)))
                .Append(
                    new KeyVersion(name, rolledBack.Update.Timestamp, mutation.Value) { Causes = rolledBack.Seen }));
        }
    }
}
