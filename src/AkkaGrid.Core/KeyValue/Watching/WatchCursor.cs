using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>
/// A watcher's position in the changes, valid at any replica: for each incarnation, the sequence up to which the
/// watcher has received every update. Immutable; opaque to the watcher.
/// </summary>
/// <remarks>
/// The text is the base64url encoding of a format number (2), the name of a clock base (little endian) whose entries
/// have all been sent, and, for each entry that differs from the base, in ascending order, the nonce (little endian)
/// and the sequence (varint).
/// </remarks>
public sealed class WatchCursor : IEquatable<WatchCursor>
{
    private const byte Form = 2;

    // In ascending order of the nonces.
    private readonly SortedDictionary<ulong, ulong> _sequences;

    private WatchCursor(ulong clockBase, SortedDictionary<ulong, ulong> sequences)
    {
        Base = clockBase;
        _sequences = sequences;
    }

    /// <summary>The name of the base.</summary>
    public ulong Base { get; }

    /// <summary>The entries that differ from the base: the nonce of an incarnation, and the sequence.</summary>
    public IReadOnlyDictionary<ulong, ulong> Sequences => _sequences;

    /// <summary>The context that a replica must have delivered to continue from here.</summary>
    public CausalContext Context => CausalContext.OfSequences(_sequences, Base == ClockBase.Empty.Name ? [] : [Base]);

    /// <summary>The cursor of a watcher that has received everything that a clock covers.</summary>
    public static WatchCursor Of(VectorClock told) => new(
        told.Base.Name,
        new SortedDictionary<ulong, ulong>(told.Head.Where(entry => entry.Sequence > told.Base[entry.Origin])
            .ToDictionary(entry => entry.Origin.Nonce, entry => entry.Sequence)));

    /// <summary>Reads the text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WatchCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
            return false;
        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(text);
        if (rest.Length < 1 + sizeof(ulong) || rest[0] != Form)
            return false;
        var clockBase = BinaryPrimitives.ReadUInt64LittleEndian(rest[1..]);
        var sequences = new SortedDictionary<ulong, ulong>();
        for (rest = rest[(1 + sizeof(ulong))..]; !rest.IsEmpty;)
        {
            if (!SequenceEntry.TryRead(ref rest, out var nonce, out var sequence)
                || sequence == 0
                || !sequences.TryAdd(nonce, sequence))
                return false;
        }

        cursor = new WatchCursor(clockBase, sequences);
        return true;
    }

    /// <summary>The clock of the cursor, at a replica that covers it; false where the replica does not.</summary>
    /// <param name="delivered">The replica's clock.</param>
    /// <param name="bases">The bases that it knows.</param>
    /// <param name="told">The clock of the cursor.</param>
    public bool TryResolve(VectorClock delivered, ClockBases bases, [NotNullWhen(true)] out VectorClock? told)
    {
        told = null;
        if (!Context.IsCoveredBy(delivered, bases) || !bases.TryFind(Base, out var clockBase))
            return false;
        var entries = delivered.Entries
            .Where(entry => _sequences.ContainsKey(entry.Origin.Nonce))
            .Select(entry => entry with { Sequence = _sequences[entry.Origin.Nonce] });
        told = VectorClock.Of(clockBase, entries);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(WatchCursor? other) =>
        other is not null && Base == other.Base && _sequences.SequenceEqual(other._sequences);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WatchCursor);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _sequences.Aggregate(Base.GetHashCode(), (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    /// <summary>The text.</summary>
    public override string ToString()
    {
        var bytes = new byte[1 + sizeof(ulong) + (_sequences.Count * SequenceEntry.MaxBytes)];
        bytes[0] = Form;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), Base);
        var length = 1 + sizeof(ulong);
        foreach (var (nonce, sequence) in _sequences)
            length += SequenceEntry.Write(bytes.AsSpan(length), nonce, sequence);

        return Base64Url.EncodeToString(bytes.AsSpan(0, length));
    }
}
