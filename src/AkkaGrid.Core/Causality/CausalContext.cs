using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// What a client has read and written, as a token that it carries from call to call: per incarnation the highest
/// sequence among those updates. A dot stands for its causal past too, because a replica that has delivered an update
/// has delivered its causes.
/// </summary>
/// <remarks>
/// A context with very many entries names a <see cref="ClockBase"/> in place of those that the base covers
/// (<see cref="Shortened"/>), so that a token stays small however many starts a store has seen.
/// </remarks>
public sealed class CausalContext
{
    /// <summary>The context of a client that has seen nothing.</summary>
    public static readonly CausalContext Empty = new([], []);

    /// <summary>The number of entries beyond which a token names a base instead.</summary>
    public const int MaxEntries = 64;

    // Both in ascending order, each once.
    private readonly KeyValuePair<ulong, ulong>[] _entries;
    private readonly ulong[] _bases;
    private string? _text;

    private CausalContext(KeyValuePair<ulong, ulong>[] entries, ulong[] bases)
    {
        _entries = entries;
        _bases = bases;
    }

    /// <summary>The entries: the random bits of an incarnation, and the highest sequence seen of it.</summary>
    public IReadOnlyList<KeyValuePair<ulong, ulong>> Sequences => _entries;

    /// <summary>The names of the bases all of whose entries count as seen too.</summary>
    public IReadOnlyList<ulong> Bases => _bases;

    /// <summary>The context of a client that has seen the given updates.</summary>
    public static CausalContext Of(params IEnumerable<Dot> dots) => Empty.With(dots);

    /// <summary>
    /// The context of a client that has seen all up to the given sequences of incarnations, told by their random bits.
    /// </summary>
    public static CausalContext OfSequences(
        IEnumerable<KeyValuePair<ulong, ulong>> sequences, params IEnumerable<ulong> bases) =>
        new(Ordered(sequences), [.. bases.Distinct().Order()]);

    /// <summary>The context with further updates seen.</summary>
    public CausalContext With(params IEnumerable<Dot> dots) =>
        Joined(Ordered(dots.Select(dot => KeyValuePair.Create(dot.Origin.Nonce, dot.Sequence))));

    /// <summary>The context with one more update seen.</summary>
    public CausalContext With(Dot dot) => Joined([KeyValuePair.Create(dot.Origin.Nonce, dot.Sequence)]);

    /// <summary>The context of a client that has seen what either has.</summary>
    public CausalContext Join(CausalContext other)
    {
        if (_entries.Length == 0 && _bases.Length == 0)
            return other;
        var joined = Joined(other._entries);
        return Array.TrueForAll(other._bases, name => _bases.Contains(name))
            ? joined
            : new CausalContext(joined._entries, [.. _bases.Union(other._bases).Order()]);
    }

    /// <summary>
    /// The context as a client is given it. Where it has very many entries it names the base of a clock that covers it:
    /// the client then counts as having seen all of that base. A member with a new or an older disk may lack some of
    /// it.
    /// </summary>
    /// <param name="delivered">What the replica has delivered.</param>
    /// <param name="bases">The bases that the replica knows.</param>
    public CausalContext Shortened(VectorClock delivered, ClockBases bases)
    {
        if ((_entries.Length <= MaxEntries && _bases.Length <= 1) || delivered.Base.IsEmpty)
            return this;
        var clockBase = delivered.Base;
        return new CausalContext(
            [.. _entries.Where(entry => !clockBase.TryGet(entry.Key, out var last) || last.Sequence < entry.Value)],
            [.. _bases
                .Where(name => !bases.TryFind(name, out var known) || !VectorClock.Of(clockBase, []).Covers(known))
                .Append(clockBase.Name).Distinct().Order()]);
    }

    /// <summary>
    /// Whether a replica has delivered all that the context has seen; never where it does not know a base.
    /// </summary>
    public bool IsCoveredBy(VectorClock delivered, ClockBases bases)
    {
        foreach (var (nonce, sequence) in _entries)
        {
            if (ReachedBy(delivered, nonce) < sequence)
                return false;
        }

        foreach (var name in _bases)
        {
            if (!bases.TryFind(name, out var known) || !delivered.Covers(known))
                return false;
        }

        return true;
    }

    /// <summary>
    /// What of the context a replica lacks: the random bits of an incarnation, and the sequence it must reach.
    /// </summary>
    /// <remarks>Says nothing of the entries of bases that the replica does not know.</remarks>
    public IEnumerable<KeyValuePair<ulong, ulong>> Missing(VectorClock delivered, ClockBases bases)
    {
        foreach (var entry in _entries)
        {
            if (ReachedBy(delivered, entry.Key) < entry.Value)
                yield return entry;
        }

        foreach (var name in _bases)
        {
            if (!bases.TryFind(name, out var known))
                continue;
            foreach (var entry in known.Entries.Where(entry => !delivered.Covers(entry)))
                yield return KeyValuePair.Create(entry.Origin.Nonce, entry.Sequence);
        }
    }

    /// <summary>
    /// Reads a token, or several that a proxy has put in one header with commas, which are then joined.
    /// </summary>
    /// <param name="text">The token; empty is <see cref="Empty"/>.</param>
    /// <param name="context">What it says, where it is one.</param>
    /// <returns>Whether the text is a token.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CausalContext? context)
    {
        context = Empty;
        if (string.IsNullOrEmpty(text))
            return true;
        foreach (var token in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ContextToken.TryRead(token, out var entries, out var bases))
            {
                context = null;
                return false;
            }

            context = context.Join(OfSequences(entries, bases));
        }

        return true;
    }

    /// <summary>The token; empty for <see cref="Empty"/>.</summary>
    public override string ToString() => _text ??= ContextToken.Write(_entries, _bases);

    private static ulong ReachedBy(VectorClock clock, ulong nonce)
    {
        for (var i = 0; i < clock.Counts.Length; i++)
        {
            if (clock.Roster[i].Nonce == nonce)
                return clock.Counts[i];
        }

        return clock.Base.TryGet(nonce, out var entry) ? entry.Sequence : 0;
    }

    private static KeyValuePair<ulong, ulong>[] Ordered(IEnumerable<KeyValuePair<ulong, ulong>> entries) =>
    [
        .. from entry in entries
           where entry.Value > 0
           group entry.Value by entry.Key into sequences
           orderby sequences.Key
           select KeyValuePair.Create(sequences.Key, sequences.Max()),
    ];

    /// <summary>Joins entries that are in order, too.</summary>
    private CausalContext Joined(KeyValuePair<ulong, ulong>[] others)
    {
        if (Array.TrueForAll(others, Includes))
            return this;
        if (_entries.Length == 0)
            return new CausalContext(others, _bases);
        var joined = new List<KeyValuePair<ulong, ulong>>(_entries.Length + others.Length);
        var (mine, theirs) = (0, 0);
        while (mine < _entries.Length && theirs < others.Length)
        {
            var (left, right) = (_entries[mine], others[theirs]);
            mine += left.Key <= right.Key ? 1 : 0;
            theirs += right.Key <= left.Key ? 1 : 0;
            joined.Add(left.Key < right.Key || (left.Key == right.Key && left.Value >= right.Value) ? left : right);
        }

        joined.AddRange(_entries.AsSpan(mine));
        joined.AddRange(others.AsSpan(theirs));
        return new CausalContext([.. joined], _bases);
    }

    private bool Includes(KeyValuePair<ulong, ulong> other)
    {
        foreach (var (nonce, sequence) in _entries)
        {
            if (nonce == other.Key)
                return sequence >= other.Value;
        }

        return false;
    }
}
