using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>
/// How far a watcher has been told of changes, at whichever replica: per incarnation the sequence up to which it has been
/// told everything. Immutable; to its watcher an opaque text.
/// </summary>
/// <remarks>
/// Incarnations that are folded and of which no log is left are many in the long run, and none of them moves any more: they
/// stand in the cursor together, as the XOR of their random bits. The text is base64url of a form number (1), that XOR
/// (little endian), and for each entry in ascending order the random bits (little endian) and the sequence (varint).
/// </remarks>
public sealed class WatchCursor : IEquatable<WatchCursor>
{
    /// <summary>The most entries that a cursor may have.</summary>
    public const int MaxEntries = 1_024;

    private const byte Form = 1;

    internal WatchCursor(ImmutableSortedDictionary<ulong, ulong> sequences, ulong folded)
    {
        Sequences = sequences;
        Folded = folded;
    }

    /// <summary>The entries: the random bits of an incarnation, and the sequence up to which all has been told.</summary>
    public ImmutableSortedDictionary<ulong, ulong> Sequences { get; }

    /// <summary>The XOR of the random bits of the folded incarnations that have been told to their end, and have no entry.</summary>
    public ulong Folded { get; }

    /// <summary>What a replica must have delivered to go on from here.</summary>
    public CausalContext Context => CausalContext.OfSequences(Sequences);

    /// <summary>Reads the text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WatchCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
            return false;
        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(text);
        if (rest.Length < 1 + sizeof(ulong) || rest[0] != Form)
            return false;
        var folded = BinaryPrimitives.ReadUInt64LittleEndian(rest[1..]);
        var sequences = ImmutableSortedDictionary.CreateBuilder<ulong, ulong>();
        for (rest = rest[(1 + sizeof(ulong))..]; !rest.IsEmpty;)
        {
            if (sequences.Count == MaxEntries
                || !SequenceEntry.TryRead(ref rest, out var nonce, out var sequence)
                || !sequences.TryAdd(nonce, sequence))
            {
                return false;
            }
        }

        cursor = new WatchCursor(sequences.ToImmutable(), folded);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(WatchCursor? other) =>
        other is not null && Folded == other.Folded && Sequences.SequenceEqual(other.Sequences);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WatchCursor);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequences.Aggregate(Folded.GetHashCode(), HashCode.Combine);

    /// <summary>The text.</summary>
    public override string ToString()
    {
        var bytes = new byte[1 + sizeof(ulong) + (Sequences.Count * SequenceEntry.MaxBytes)];
        bytes[0] = Form;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), Folded);
        var length = 1 + sizeof(ulong);
        foreach (var (nonce, sequence) in Sequences)
            length += SequenceEntry.Write(bytes.AsSpan(length), nonce, sequence);

        return Base64Url.EncodeToString(bytes.AsSpan(0, length));
    }
}
