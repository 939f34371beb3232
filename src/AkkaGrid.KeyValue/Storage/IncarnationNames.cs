using System.Collections.Concurrent;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>Whose the random bits are that records name incarnations by. It only ever grows.</summary>
internal sealed class IncarnationNames
{
    private readonly ConcurrentDictionary<ulong, Incarnation> _byNonce = [];

    /// <exception cref="StorageException">The bits are nobody's: the files are damaged.</exception>
    public Incarnation Of(ulong nonce) =>
        _byNonce.TryGetValue(nonce, out var incarnation)
            ? incarnation
            : throw StorageException.DamagedRecord($"it names an incarnation {nonce:x16} that it does not know");

    /// <summary>Whether an incarnation is noted.</summary>
    public bool Contains(Incarnation incarnation) => _byNonce.ContainsKey(incarnation.Nonce);

    /// <summary>Notes an incarnation.</summary>
    public void Add(Incarnation incarnation) => _byNonce.TryAdd(incarnation.Nonce, incarnation);
}
