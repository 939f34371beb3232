using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// An immutable set of clock entries of ended incarnations, named by a hash of its content. A clock that covers it can
/// be written as the base and the entries that differ from it.
/// </summary>
/// <remarks>Bases that grow out of each other share most of their memory.</remarks>
public sealed class ClockBase
{
    /// <summary>The base without entries. Its name is 0.</summary>
    public static readonly ClockBase Empty = new(ImmutableSortedDictionary<ulong, Dot>.Empty);

    private const int EntryBytes = 2 * sizeof(ulong);

    private readonly ImmutableSortedDictionary<ulong, Dot> _byNonce;

    private ClockBase(ImmutableSortedDictionary<ulong, Dot> byNonce)
    {
        _byNonce = byNonce;
        Name = NameOf(byNonce.Values);
    }

    /// <summary>The hash of the content: equal for equal bases, on every node.</summary>
    public ulong Name { get; }

    /// <summary>How many incarnations it has an entry for.</summary>
    public int Count => _byNonce.Count;

    /// <summary>Whether it has no entries.</summary>
    public bool IsEmpty => _byNonce.IsEmpty;

    /// <summary>The entries, in the order of their random bits.</summary>
    public IEnumerable<Dot> Entries => _byNonce.Values;

    /// <summary>The entry of an incarnation; 0 where there is none.</summary>
    public ulong this[Incarnation incarnation] =>
        _byNonce.TryGetValue(incarnation.Nonce, out var entry) ? entry.Sequence : 0;

    /// <summary>The base of given entries.</summary>
    public static ClockBase Of(params IEnumerable<Dot> entries) => Empty.With(entries);

    /// <summary>
    /// The base with given entries in addition to, or in place of, its own; the base itself where they change nothing.
    /// </summary>
    public ClockBase With(params IEnumerable<Dot> entries) =>
        Replaced(_byNonce.SetItems(entries.Select(entry => KeyValuePair.Create(entry.Origin.Nonce, entry))));

    /// <summary>The base without the entries of given incarnations.</summary>
    public ClockBase Without(params IEnumerable<Incarnation> incarnations) =>
        Replaced(_byNonce.RemoveRange(incarnations.Select(incarnation => incarnation.Nonce)));

    /// <summary>The entry of the incarnation with given random bits.</summary>
    public bool TryGet(ulong nonce, out Dot entry) => _byNonce.TryGetValue(nonce, out entry);

    /// <inheritdoc/>
    public override string ToString() => $"{Name:x16} ({Count})";

    private ClockBase Replaced(ImmutableSortedDictionary<ulong, Dot> byNonce) =>
        ReferenceEquals(byNonce, _byNonce) ? this : byNonce.IsEmpty ? Empty : new ClockBase(byNonce);

    private static ulong NameOf(IEnumerable<Dot> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[EntryBytes];
        var isEmpty = true;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, entry.Origin.Nonce);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], entry.Sequence);
            hash.AppendData(bytes);
            isEmpty = false;
        }

        return isEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }
}
