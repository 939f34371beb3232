using System.Collections.Concurrent;
using System.Text;
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

    /// <summary>Notes the incarnations that are on disk.</summary>
    /// <exception cref="StorageException">The files are damaged.</exception>
    public void Load(OpenDatabase database)
    {
        using var iterator = database.NewIterator(database.Columns.Meta);
        for (iterator.Seek(ChangeBatch.IncarnationPrefix); database.IsValid(iterator); iterator.Next())
        {
            var key = iterator.Key;
            if (!key.StartsWith(ChangeBatch.IncarnationPrefix))
                break;
            if (Incarnation.TryParse(Encoding.UTF8.GetString(key[ChangeBatch.IncarnationPrefix.Length..]), out var incarnation))
                Add(incarnation);
        }
    }

    /// <summary>Notes an incarnation.</summary>
    public void Add(Incarnation incarnation) => _byNonce.TryAdd(incarnation.Nonce, incarnation);
}
