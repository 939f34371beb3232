using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// What a client has read and written, as a token that it carries from call to call: per incarnation the highest
/// sequence among those updates. A dot stands for its causal past too, because a replica that has delivered an update
/// has delivered its causes.
/// </summary>
/// <remarks>
/// The token is base64url of, for each entry in ascending order, the incarnation's 64 random bits (little endian) and
/// the sequence (varint). The bits alone tell an incarnation, so no name needs to travel: 12 bytes an entry.
/// </remarks>
public sealed class CausalContext
{
    /// <summary>The context of a client that has seen nothing.</summary>
    public static readonly CausalContext Empty = new([]);

    /// <summary>The most entries that a token may have.</summary>
    public const int MaxEntries = 256;

    private const int OnStack = 16;

    // In ascending order of their random bits, each once.
    private readonly KeyValuePair<ulong, ulong>[] _entries;
    private string? _text;

    private CausalContext(KeyValuePair<ulong, ulong>[] entries) => _entries = entries;

    /// <summary>The entries: the random bits of an incarnation, and the highest sequence seen of it.</summary>
    public IReadOnlyList<KeyValuePair<ulong, ulong>> Sequences => _entries;

    /// <summary>The context of a client that has seen the given updates.</summary>
    public static CausalContext Of(params IEnumerable<Dot> dots) => Empty.With(dots);

    /// <summary>The context of a client that has seen all up to the given sequences of incarnations, told by their random bits.</summary>
    public static CausalContext OfSequences(IEnumerable<KeyValuePair<ulong, ulong>> sequences) => new(Ordered(sequences));

    /// <summary>The context with further updates seen.</summary>
    public CausalContext With(params IEnumerable<Dot> dots) =>
        Joined(Ordered(dots.Select(dot => KeyValuePair.Create(dot.Origin.Nonce, dot.Sequence))));

    /// <summary>The context with one more update seen.</summary>
    public CausalContext With(Dot dot) => Joined([KeyValuePair.Create(dot.Origin.Nonce, dot.Sequence)]);

    /// <summary>The context of a client that has seen what either has.</summary>
    public CausalContext Join(CausalContext other) => _entries.Length == 0 ? other : Joined(other._entries);

    /// <summary>Whether a replica has delivered all that the context has seen.</summary>
    public bool IsCoveredBy(Coverage delivered)
    {
        foreach (var (nonce, sequence) in _entries)
        {
            if (ReachedBy(delivered, nonce) < sequence)
                return false;
        }

        return true;
    }

    /// <summary>What of the context a replica lacks: the random bits of an incarnation, and the sequence it must reach.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Missing(Coverage delivered)
    {
        foreach (var entry in _entries)
        {
            if (ReachedBy(delivered, entry.Key) < entry.Value)
                yield return entry;
        }
    }

    /// <summary>What of the context will never be delivered: it lies beyond the end of its incarnation.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Lost(Folds folds) =>
        _entries.Where(entry => folds.TryGet(entry.Key, out var fold) && entry.Value > fold.Last);

    /// <summary>Reads a token, or several that a proxy has put in one header with commas, which are then joined.</summary>
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
            if (!TryParseOne(token, out var entries))
            {
                context = null;
                return false;
            }

            context = context.Joined(entries);
        }

        if (context._entries.Length <= MaxEntries)
            return true;
        context = null;
        return false;
    }

    /// <summary>The token; empty for <see cref="Empty"/>.</summary>
    public override string ToString() => _text ??= Write();

    private static ulong ReachedBy(Coverage delivered, ulong nonce)
    {
        var clock = delivered.Clock;
        var folded = delivered.Folds.TryGet(nonce, out var fold) ? fold.Reached : 0;
        for (var i = 0; i < clock.Counts.Length; i++)
        {
            if (clock.Roster[i].Nonce == nonce)
                return Math.Max(clock.Counts[i], folded);
        }

        return folded;
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
        if (_entries.Length == 0)
            return others.Length == 0 ? this : new CausalContext(others);
        if (Array.TrueForAll(others, Includes))
            return this;
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
        return new CausalContext([.. joined]);
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

    private string Write()
    {
        var bytes = _entries.Length <= OnStack
            ? stackalloc byte[OnStack * SequenceEntry.MaxBytes]
            : new byte[_entries.Length * SequenceEntry.MaxBytes];
        var length = 0;
        foreach (var (nonce, sequence) in _entries)
            length += SequenceEntry.Write(bytes[length..], nonce, sequence);
        return Base64Url.EncodeToString(bytes[..length]);
    }

    private static bool TryParseOne(string token, out KeyValuePair<ulong, ulong>[] entries)
    {
        entries = [];
        if (!Base64Url.IsValid(token))
            return false;
        var read = new List<KeyValuePair<ulong, ulong>>();
        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(token);
        while (!rest.IsEmpty)
        {
            if (read.Count == MaxEntries || !SequenceEntry.TryRead(ref rest, out var nonce, out var sequence))
                return false;
            read.Add(KeyValuePair.Create(nonce, sequence));
        }

        entries = Ordered(read);
        return true;
    }
}
