using System.Buffers.Binary;
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

    private readonly SortedDictionary<ulong, ulong> _sequences;

    private CausalContext(SortedDictionary<ulong, ulong> sequences) => _sequences = sequences;

    /// <summary>The entries: the random bits of an incarnation, and the highest sequence seen of it.</summary>
    public IReadOnlyDictionary<ulong, ulong> Sequences => _sequences;

    /// <summary>The context of a client that has seen the given updates.</summary>
    public static CausalContext Of(params IEnumerable<Dot> dots) => Empty.With(dots);

    /// <summary>The context of a client that has seen all up to the given sequences of incarnations, told by their random bits.</summary>
    public static CausalContext OfSequences(IEnumerable<KeyValuePair<ulong, ulong>> sequences) => Empty.Joined(sequences);

    /// <summary>The context with further updates seen.</summary>
    public CausalContext With(params IEnumerable<Dot> dots) =>
        Joined(dots.Select(dot => KeyValuePair.Create(dot.Origin.Nonce, dot.Sequence)));

    /// <summary>The context of a client that has seen what either has.</summary>
    public CausalContext Join(CausalContext other) => Joined(other._sequences);

    /// <summary>Whether a replica has delivered all that the context has seen.</summary>
    public bool IsCoveredBy(Coverage delivered) => _sequences.Count == 0 || !Missing(delivered).Any();

    /// <summary>What of the context a replica lacks: the random bits of an incarnation, and the sequence it must reach.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Missing(Coverage delivered)
    {
        foreach (var entry in _sequences)
        {
            if (ReachedBy(delivered, entry.Key) < entry.Value)
                yield return entry;
        }
    }

    /// <summary>What of the context will never be delivered: it lies beyond the end of its incarnation.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> Lost(Folds folds) =>
        _sequences.Where(entry => folds.TryGet(entry.Key, out var fold) && entry.Value > fold.Last);

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

        if (context._sequences.Count <= MaxEntries)
            return true;
        context = null;
        return false;
    }

    /// <summary>The token; empty for <see cref="Empty"/>.</summary>
    public override string ToString()
    {
        const int LongestEntry = sizeof(ulong) + 10;
        var bytes = new byte[_sequences.Count * LongestEntry];
        var length = 0;
        foreach (var (nonce, sequence) in _sequences)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(length), nonce);
            length += sizeof(ulong);
            var rest = sequence;
            for (; rest >= 0x80; rest >>= 7)
                bytes[length++] = (byte)(rest | 0x80);
            bytes[length++] = (byte)rest;
        }

        return Base64Url.EncodeToString(bytes.AsSpan(0, length));
    }

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

    private CausalContext Joined(IEnumerable<KeyValuePair<ulong, ulong>> entries)
    {
        SortedDictionary<ulong, ulong>? joined = null;
        foreach (var (nonce, sequence) in entries)
        {
            if (_sequences.GetValueOrDefault(nonce) >= sequence)
                continue;
            joined ??= new SortedDictionary<ulong, ulong>(_sequences);
            joined[nonce] = Math.Max(joined.GetValueOrDefault(nonce), sequence);
        }

        return joined is null ? this : new CausalContext(joined);
    }

    private static bool TryParseOne(string token, out List<KeyValuePair<ulong, ulong>> entries)
    {
        entries = [];
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(token);
        }
        catch (FormatException)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            if (rest.Length <= sizeof(ulong) || entries.Count == MaxEntries)
                return false;
            var nonce = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            rest = rest[sizeof(ulong)..];
            if (!TryReadVarint(ref rest, out var sequence) || sequence == 0)
                return false;
            entries.Add(KeyValuePair.Create(nonce, sequence));
        }

        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            var bits = (ulong)(bytes[i] & 0x7F);
            if (i == 9 && bits > 1)
                return false;
            value |= bits << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
